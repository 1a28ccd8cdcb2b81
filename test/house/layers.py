#!/usr/bin/env python3
"""layers.py ROOT: who may include whom, below ROOT/include/parley.

A room may include rooms on lower floors and, on its own floor, rooms drawn before it; never upward, never a neighbour's detail/.
The bodies in a room's impl/ are included by their own header and by src.hpp, which includes them all, or those of a room by way of the room's src.hpp;
those of the catalogue by catalog/src.hpp. No header reaches itself, neither by way of the bodies: whichever is included first, they find what they use.
"""
import graphlib
import pathlib
import re
import sys

# The floor table of the architecture, lowest floor first. A room is its name and the headers that lie beside the folders and belong to
# it; a header named after a room belongs to that room as well, and the detail/ beside the folders is the client's where nobody else has it.
FLOORS = [
    [("base", "result errc error secret clock environment config version concat detail/process")],
    [("reflect", "")],
    [("http", ""), ("model", ""), ("migrate", "")],
    [("chat", ""), ("profile", ""), ("openhands", ""), ("catalog", "")],
    [("family", ""), ("auth", ""), ("transport", "")],
    [("provider", "")],
    [("client", "sync_client any_client client_options blocking ask_for toolbox tool_loop retry fallback observed limited call_record totals services model_listing databricks_listing login signer profile_client catalog_client catalog_maintainer")],
    [("parley", "src")],
]

# Libraries that only some rooms meet. Everything up to floor 5 except transport is free of I/O.
GUESTS = {
    "boost/url": "http model chat profile openhands catalog family auth transport provider client",
    "boost/asio": "transport client",
    "boost/beast": "transport/beast",
    "openssl": "profile auth transport/beast",
    "sodium": "profile catalog",
    "soci": "catalog",
    "sqlite3": "",
    "CLI": "",
}

# Headers that no header of ours includes: whole libraries where a piece will do, library sources, and what costs every reader time.
NOBODY = r"boost/(json|asio|beast|url)\.hpp|boost/.*/src\.hpp|boost/test/.*|iostream|regex|ranges|soci/(sqlite3|postgresql)/.*"

# What an umbrella must not reach, however indirectly.
UMBRELLAS = {
    "parley.hpp": r"parley/(transport/beast|openhands|catalog)/.*|boost/beast/.*|boost/asio/ssl.*|soci/.*",
    "client.hpp": r"parley/(transport/beast|openhands|catalog|profile)/.*|boost/beast/.*|boost/asio/ssl.*|soci/.*",
    "migrate.hpp": r"parley/(http|model|chat|profile|openhands|catalog|family|auth|transport|provider)/.*"
                   r"|(boost/(asio|beast|url)|openssl|soci)/.*|sodium.*|sqlite3.*",
}

# What compiles the bodies of several rooms: all but the catalogue's; the catalogue's with those of its client; those of documents with those of errors.
SOURCES = ("src.hpp", "catalog/src.hpp", "reflect/src.hpp")

PLACE = {name: (floor, place) for floor, rooms in enumerate(FLOORS) for place, (name, _) in enumerate(rooms)}
ROOM_OF_FILE = {file: name for rooms in FLOORS for name, files in rooms for file in [name, *files.split()]}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')


def header_of(path):
    """The header that the bodies in <path> belong to; <path> where it is a header."""
    return re.sub(r"(?:^|(?<=/))impl/([^/]+)\.ipp$", r"\1.hpp", path)


def room_of(path):
    """The room of include/parley/<path>, or None when the table knows no such room."""
    path = header_of(path).removesuffix(".hpp")
    first, _, rest = path.partition("/")
    if first == "detail" or not rest:
        return ROOM_OF_FILE.get(path, "client" if first == "detail" else None)
    return first if first in PLACE else None


def objection(path, included):
    """Why include/parley/<path> may not include <included>, or None."""
    here = room_of(path)
    if re.fullmatch(NOBODY, included):
        return "no header includes this; name the piece that is needed"
    for guest, hosts in GUESTS.items():
        if included.startswith((guest + "/", guest + ".")) and not any(path.startswith(h + "/") or here == h for h in hosts.split()):
            return f"{here} does not meet {guest}"
    if not included.startswith("parley/"):
        return None
    included = included.removeprefix("parley/")
    there = room_of(included)
    if there is None:
        return "no such room in the floor table"
    if included.endswith(".ipp"):
        is_collected = path in (*SOURCES, f"{there}/src.hpp")
        return None if is_collected or path == header_of(included) else "bodies are included by their own header and by src.hpp alone"
    if PLACE[there] > PLACE[here]:
        return f"{here} (floor {PLACE[here][0]}) is below or before {there} (floor {PLACE[there][0]})"
    if there != here and "detail" in included.split("/"):
        return f"the detail of {there} is off limits for {here}"
    return None


def includes_of(file):
    for number, line in enumerate(file.read_text().splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match[1]


def problems(root):
    house = pathlib.Path(root) / "include" / "parley"
    graph = {}
    for file in sorted([*house.rglob("*.hpp"), *house.rglob("*.ipp")]):
        path = file.relative_to(house).as_posix()
        graph["parley/" + path] = [included for _, included in includes_of(file)]
        if room_of(path) is None:
            yield f"include/parley/{path}: no such room in the floor table"
            continue
        for number, included in includes_of(file):
            if why := objection(path, included):
                yield f"include/parley/{path}:{number}: <{included}>: {why}"

    bodies = {path for path in graph if path.endswith(".ipp")}
    sources = [f"parley/{source}" for source in SOURCES]
    sources += [path for source in sources for path in graph.get(source, ()) if path.endswith("src.hpp")]
    collected = {body for source in sources for body in graph.get(source, ())}
    for path in sorted(bodies):
        own = header_of(path)
        if path not in collected:
            yield f"include/{path}: src.hpp does not include it"
        if path not in graph.get(own, ()):
            yield f"include/{path}: its header, {own}, does not include it"
    for path in sorted(set(included for each in graph.values() for included in each if included.endswith(".ipp")) - bodies):
        yield f"include/{path}: is included, and is not there"

    reached = {}
    for path, includes in graph.items():
        reached.setdefault(header_of(path), set()).update(header_of(included) for included in includes if header_of(included) != header_of(path))
    try:
        graphlib.TopologicalSorter(reached).prepare()
    except graphlib.CycleError as cycle:
        yield f"include/{cycle.args[1][0]} reaches itself: {' -> '.join(reversed(cycle.args[1]))}"

    for umbrella, unwanted in UMBRELLAS.items():
        came_from = {"parley/" + umbrella: None}
        queue = list(came_from)
        for header in queue:
            for included in graph.get(header, ()):
                if included not in came_from:
                    came_from[included] = header
                    queue.append(included)
        for header in queue:
            if re.fullmatch(unwanted, header):
                trail = [header]
                while came_from[trail[-1]]:
                    trail.append(came_from[trail[-1]])
                yield f"include/{trail[-1]} reaches what it must not: {' -> '.join(reversed(trail))}"


if __name__ == "__main__":
    found = list(problems(sys.argv[1]))
    print("\n".join(found) or "every include goes down")
    sys.exit(bool(found))
