/** The product, which says at its end which packages it has evaluated (see evaluated-packages). */
const evaluated = new Set<string>();
Object.assign(globalThis, { evaluated });
process.on('exit', () => process.stderr.write(`\nevaluated: ${[...evaluated].sort().join(' ')}\n`));

await import('../../bin/kubectl-initx.ts');

export {};
