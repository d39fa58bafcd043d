#!/usr/bin/env node
// Runs the executable of this platform, which npm has installed as an optional dependency.
'use strict';
const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const file = process.platform === 'win32' ? 'kubectl-initx.exe' : 'kubectl-initx';
const base = `@kubectl-initx/${process.platform}-${process.arch}`;

function executable() {
  // Where npm does not tell C libraries apart, both are installed.
  const glibc =
    process.platform !== 'linux' || process.report.getReport().header.glibcVersionRuntime;
  const names = glibc ? [base, `${base}-musl`] : [`${base}-musl`, base];
  for (const name of names) {
    try {
      return require.resolve(`${name}/${file}`);
    } catch {
      // The next one.
    }
  }
  console.error(
    `error: kubectl-initx has no executable for ${process.platform}/${process.arch} here.`,
  );
  console.error(
    `Is the optional dependency ${base} installed? npm leaves it out with --omit=optional.`,
  );
  process.exit(1);
}

const child = spawn(executable(), process.argv.slice(2), { stdio: 'inherit' });
child.on('error', (error) => {
  console.error(`error: cannot run kubectl-initx: ${error.message}`);
  process.exit(1);
});
// Ctrl-C reaches the child by itself; it decides what that means.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
});
