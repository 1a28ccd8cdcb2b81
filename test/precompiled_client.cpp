// Carries the precompiled header that the test programs of clients share.
