import { endlessCommandOf } from '../command/never-ends.ts';
import { basename } from '../command/script.ts';
import type { ExplainedContainer } from '../kubelet/explained-container.ts';

/**
 * Whether an ordinary container looks like one that only serves others and does not end by itself.
 * Kubernetes cannot tell: what it serves, how it is called and what it runs are all the hints.
 */
export function looksLikeHelper({ container }: ExplainedContainer): boolean {
  const { spec } = container;
  const image = basename(spec.image ?? '');
  const serves = Boolean(spec.ports?.length || spec.readinessProbe || spec.livenessProbe);
  const isKept = spec.restartPolicy === 'Always' || endlessCommandOf(spec) !== undefined;
  return serves || isKept || HELPER.test(container.name) || HELPER.test(image);
}

const HELPER =
  /proxy|sidecar|envoy|agent|helper|exporter|fluent|collector|shipper|logg|metrics|monitor|linkerd|istio|cloud-?sql|otel|statsd|daemon|watch|tunnel|vault|redis|postgres|mysql|mariadb|mongo|rabbitmq|nginx|dind/i;
