import type { Verdict } from '../verdict/codes.ts';
import type { Situation } from '../verdict/situation.ts';
import { newestEvent } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';

/** Why the registry may have refused: the kubelet could not read a pull secret, or there is none. */
export function imageCauses(situation: Situation, { message = '' }: Verdict): readonly Cause[] {
  const secret = newestEvent(situation, ['FailedToRetrieveImagePullSecret']);
  if (secret) return [{ code: 'pull-secret', message: secret.message }];
  const isRefused = UNAUTHORISED.test(message);
  const hasSecret = Boolean(situation.pod.spec.imagePullSecrets?.length);
  return isRefused && !hasSecret ? [{ code: 'no-pull-secret' }] : [];
}

const UNAUTHORISED =
  /\b401\b|\b403\b|unauthori[sz]ed|denied|no basic auth|authentication required/i;
