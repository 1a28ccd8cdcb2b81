// run.mjs SDK CASE ORIGIN: one case of one vendor's SDK against the sandbox at that origin.
const [sdk, name, origin] = process.argv.slice(2);
const { cases } = await import(`./${sdk}.mjs`);
await cases(origin)[name]();
console.log(`${sdk} ${name}: fine`);
