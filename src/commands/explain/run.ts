import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import type { Explanation } from '../../model/explain/explanation.ts';
import { explainRead, type PodRead } from '../../model/explain/pod-read.ts';
import { redactedPod } from '../../model/explain/redacted-pod.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { renderExplanation } from '../../render/explain/explain-text.ts';
import { structuredExplanation, structuredExplanations } from '../../render/explain/structured.ts';
import { objectName } from '../../render/text/object-name.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import type { Run } from '../command.ts';
import { dataText, isData } from '../data-text.ts';
import { tell } from '../outcome.ts';
import { exitCodeOf, outcomeOf } from './exit-code.ts';
import { explainFiles, readPodsInFull } from './explanations.ts';
import { type Dump, explainRequest, type FileExplanations, type PodsInFull } from './request.ts';

/** `explain`: the exit code tells how the worst of the Pods does. */
export const run: Run = async (invocation, { io, connect, silence }) => {
  const request = explainRequest(invocation);
  if (request.kind === 'lint') {
    const { lint } = await import('./lint.ts');
    return lint(request, io);
  }
  if (request.kind === 'watch') {
    const { explainWatched } = await import('./watch/run-watch.ts');
    return explainWatched(request, await connect(), io, silence);
  }
  if (request.kind === 'watch-many') {
    const { explainManyWatched } = await import('./watch/many/watch-many.ts');
    return explainManyWatched(request, await connect(), io, silence);
  }
  if (request.kind === 'ranked') {
    const { explainRanked } = await import('./ranked.ts');
    return tell(await explainRanked(request, await connect(), io), io);
  }
  const { values, problems, notes } =
    request.kind === 'pods'
      ? await explainLive(request, await connect(), io)
      : await explainFiles(request, io);
  const text = values.length === 0 ? '' : await textOf(request, values, io);
  return tell({ text, notes, problems, exitCode: exitCodeOf(values.map(outcomeOf)) }, io);
};

async function explainLive(
  { names, logLines, dump, shutdown }: PodsInFull,
  client: KubeClient,
  io: Io,
) {
  const { namespace } = client.connection;
  const altered = dump && ((pod: Pod) => redactedPod(pod, dump.keepsVariables));
  const reading = { client, namespace, logLines, ...(altered && { altered }) };
  const { values, problems } = await readPodsInFull(names, reading, io);
  const notes = dump && values.length > 0 ? [await writeDump(dump, values)] : [];
  return { values: values.map((read) => explainRead(read, { shutdown })), problems, notes };
}

/** Says what is in the file, so that whoever sends it to others can look through it before. */
async function writeDump({ file, keepsVariables }: Dump, reads: readonly PodRead[]) {
  const { dumpText } = await import('../../render/explain/dump.ts');
  const { writeFile } = await import('../../kube/files/write-file.ts');
  writeFile(file, dumpText(reads));
  const withheld = keepsVariables ? '' : ', without the values of environment variables';
  return `${file} holds what is shown here${withheld}; commands, messages and log lines are in it as they are`;
}

async function textOf(
  request: PodsInFull | FileExplanations,
  explanations: readonly Explanation[],
  io: Io,
): Promise<string> {
  const { output, color, hasTitles } = request;
  if (output === 'name') {
    const names = explanations.map(({ name, workload }) =>
      objectName(workload?.kind ?? 'Pod', name),
    );
    // A workload may have several templates.
    return [...new Set(names)].map((name) => `${name}\n`).join('');
  }
  if (isData(output)) {
    const [first] = explanations;
    const value =
      first === undefined || isList(request, explanations)
        ? structuredExplanations(explanations)
        : structuredExplanation(first);
    return dataText(value, output, hasTitles);
  }
  if (output === 'svg') return pictureOf(explanations);
  if (output === 'markdown') {
    const { explanationMarkdown } = await import('../../render/explain/markdown.ts');
    return explanations.map(explanationMarkdown).join('\n---\n\n');
  }
  const text = { ...terminalOf(color, io), isWide: output === 'wide' };
  return explanations.map((each) => renderExplanation(each, text)).join('\n');
}

/** A file of several pictures is none. */
async function pictureOf([first, ...others]: readonly Explanation[]): Promise<string> {
  if (first === undefined || others.length > 0) {
    throw new UserError(`-o svg draws one Pod, and there are ${others.length + 1}`, {
      hint: 'Give a file with only one of them.',
    });
  }
  const { explanationSvg } = await import('../../render/explain/picture/explanation-svg.ts');
  return explanationSvg(first);
}

/** Who asks for several gets a list, even if only one of them is there. */
function isList(request: PodsInFull | FileExplanations, found: readonly Explanation[]): boolean {
  return found.length > 1 || (request.kind === 'pods' && request.names.length > 1);
}
