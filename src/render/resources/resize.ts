import { shellWord } from '../../errors.ts';
import type { ResizePatch } from '../../model/resources/change/resize-patch.ts';

/** The command that resizes a Pod in place. */
export function resizeCommand(namespace: string, name: string, patch: ResizePatch): string {
  const [pod, where, text] = [name, namespace, JSON.stringify(patch)].map(shellWord);
  return `kubectl patch pod ${pod} -n ${where} --subresource resize -p ${text}`;
}

/** Of cpu that an init container has given back. */
export const UNTIL_RESIZED =
  'Quota counts the new cpu at once; the scheduler goes on with the old one until the cpu of a running container is resized too.';

/** What the server says to a patch in a dry run, as `-o json` has it. */
export function trialFields(refusal: string | undefined) {
  return { isTaken: refusal === undefined, ...(refusal !== undefined && { refusal }) };
}
