import type { Read } from '../errors.ts';
import { problemOf } from '../kube/transport/errors.ts';

/** The note for what could not be read and is done without; none where it was read or not wanted. */
export function unknown(subject: string, read: Read<unknown> | undefined): readonly string[] {
  return read !== undefined && 'problem' in read
    ? [`${subject} not known: ${problemOf(read.problem)}`]
    : [];
}
