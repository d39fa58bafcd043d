import packageJson from '../../../package.json';
import { byPlace, EXIT, type UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { type Manifests, readManifests } from '../../kube/files/manifest-files.ts';
import type { ManifestPod } from '../../kube/files/manifest-pod.ts';
import { placeAt } from '../../kube/files/origin.ts';
import { adviceOf } from '../../model/explain/advice.ts';
import { servicesAround } from '../../model/explain/command/file-services.ts';
import { explainPod } from '../../model/explain/explain.ts';
import { documentationOf } from '../../render/explain/words/cited-rules.ts';
import { noteSentence } from '../../render/explain/words/note.ts';
import type { Finding } from '../../render/lint/finding.ts';
import { lintSarif } from '../../render/lint/lint-sarif.ts';
import { lintForGithub, lintText } from '../../render/lint/lint-text.ts';
import { toJson } from '../../render/text/json-yaml.ts';
import { tell } from '../outcome.ts';
import type { ExplainRequest } from './request.ts';

type LintRequest = Extract<ExplainRequest, { kind: 'lint' }>;

/**
 * Tells only what an API server would refuse in files, what cannot be read, and advice. Returns 1
 * for the former, 3 where there is only advice, else 0: so a check can let advice pass.
 */
export async function lint({ files, output }: LintRequest, io: Io): Promise<number> {
  const { names, isRecursive, namespace } = files;
  const { readStdin } = io;
  const options = { readStdin, isRecursive, namespace, mayLackPods: true };
  const manifests = await readManifests(names, options);
  const findings = [
    ...manifests.problems.map(findingOf),
    ...manifests.pods.flatMap((pod) => adviceFindings(pod, manifests, io.now())),
  ].sort(byPlace);
  const text = textOf(findings, output);
  const exitCode = findings.length > 0 ? EXIT.stuck : EXIT.success;
  await tell({ text, notes: manifests.notes }, io);
  return manifests.problems.length > 0 ? EXIT.error : exitCode;
}

function textOf(findings: readonly Finding[], output: LintRequest['output']): string {
  if (output === 'sarif') return toJson(lintSarif(findings, packageJson.version));
  return output === 'github' ? lintForGithub(findings) : lintText(findings);
}

/** The message of a problem begins with its place, which a finding has by itself. */
function findingOf({ message, place, hint }: UserError): Finding {
  const isFirst = place !== undefined && message.startsWith(`${place.file}:`);
  const rest = isFirst ? message.slice(place.file.length).replace(/^(?::\d+)*:\s*/, '') : message;
  const text = hint === undefined ? rest : `${rest}. ${hint}`;
  return { level: 'error', code: 'refused', message: text, place };
}

/** What is advised on a manifest, but for what a comment in its document silences. */
function adviceFindings(
  { pod, kind, part, origin, path }: ManifestPod,
  { services: around, pods, configs }: Manifests,
  now: number,
) {
  const workload = { kind, ...(part !== undefined && { part }) };
  const services = servicesAround(pod, around, pods);
  const input = { pod, events: [], now, services, configs, ...(kind !== 'Pod' && { workload }) };
  const explanation = explainPod(input);
  if (explanation.kind !== 'forecast') return [];
  const silenced = silencedCodes(origin.text);
  return adviceOf(explanation)
    .filter(({ note }) => !silenced.has(note.code))
    .map(({ note, container }): Finding => {
      const list = container?.role === 'app' ? 'containers' : 'initContainers';
      const within = container === undefined ? [] : [list, container.index];
      const place = placeAt(origin, [...path, 'spec', ...within]);
      const { code } = note;
      const message = noteSentence(note, explanation);
      return { level: 'warning', code, message, place, helpUri: documentationOf(code) };
    });
}

/** `# initx:ignore CODE, CODE` anywhere in a document. */
function silencedCodes(text: string): ReadonlySet<string> {
  const comments = text.matchAll(/(?:^|\s)#\s*initx:ignore[ \t]+([\w, -]+)/gm);
  return new Set([...comments].flatMap(([, codes = '']) => codes.split(/[\s,]+/)));
}
