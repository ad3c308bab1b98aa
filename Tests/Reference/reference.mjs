// Asks the reference implementation: JSON lines {"id","src"} in, {"id","value","output","error"} out, a program each.
// A fresh interpreter costs 20 ms, so programs that cannot leave anything behind share one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const entry = createRequire(import.meta.url).resolve('@sema-lang/sema-wasm');
const binary = readFileSync(entry.replace(/\.js$/, '_bg.wasm'));
const leavesSomething = /def|set!|import|load|eval|module|param|async|context\/|channel|add-|register/;

let loads = 0;
let sema;
let shared;

// Each load is an instance of its own: one that trapped is not to be used again.
async function load() {
  sema = await import(`${pathToFileURL(entry)}?load=${loads++}`);
  sema.initSync({ module: binary });
  shared = new sema.SemaInterpreter();
}

await load();
for (const line of readFileSync(0, 'utf8').split('\n')) {
  if (!line.trim()) continue;
  const { id, src } = JSON.parse(line);
  const answer = await evaluate(src, leavesSomething.test(src));
  const json = JSON.stringify({ id, value: answer.value, output: answer.output, error: answer.error });
  // Awaited: to exit drops what is not written yet.
  await new Promise(written => process.stdout.write(`${json}\n`, written));
}
process.exit(0);

async function evaluate(src, fresh) {
  const interpreter = fresh ? new sema.SemaInterpreter() : shared;
  try {
    const answer = interpreter.evalGlobal(src);
    if (fresh) interpreter.free();
    if (!fresh && answer.error?.includes('step limit')) {
      // The limit counts the steps of all programs of an interpreter.
      shared.free();
      shared = new sema.SemaInterpreter();
      return evaluate(src, true);
    }
    return answer;
  } catch (trap) {
    await load();
    return { value: null, output: [], error: `TRAP ${String(trap).split('\n')[0]}` };
  }
}
