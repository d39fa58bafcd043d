import type { Run } from '../command.ts';
import { tell } from '../outcome.ts';
import { compareFiles, compareWithFiles } from './comparison.ts';
import { reportFiles } from './files.ts';
import { reportPods } from './pods.ts';
import { resourcesRequest } from './request.ts';
import { sumUp } from './sums/totals.ts';
import { sumUpFiles } from './sums/totals-of-files.ts';

/** `resources`: the exit code is 0, or 1 where something asked for could not be had. */
export const run: Run = async (invocation, { io, connect }) => {
  const request = resourcesRequest(invocation);
  switch (request.kind) {
    case 'pods':
      return tell(await reportPods(request, await connect(), io), io);
    case 'files':
      return tell(await reportFiles(request, request.check ? await connect() : undefined, io), io);
    case 'comparison-of-files':
      return tell(await compareFiles(request, io), io);
    case 'comparison-with-files':
      return tell(await compareWithFiles(request, await connect(), io), io);
    case 'sums':
      return tell(await sumUp(request, await connect(), io), io);
    case 'sums-of-files':
      return tell(await sumUpFiles(request, io), io);
  }
};
