import { type FilePlace, UserError } from '../../errors.ts';

/**
 * Why a document is no manifest, for what people often have in place of one: the text of
 * `kubectl describe`, a table of `kubectl get`, a template that was not rendered, an error that
 * was saved with the rest. Undefined if it is none of these.
 */
export function otherText(text: string, place: FilePlace, at: string): UserError | undefined {
  const [, template] = BARE_MARK.exec(text) ?? [];
  if (template !== undefined) return unrendered(template, at, place);
  const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
  if (/^\s*(?:```|~~~)/.test(first)) {
    return new UserError(`${at}: this is Markdown around a manifest`, {
      hint: `Leave out the lines with ${first.trim().slice(0, 3)}.`,
      place,
    });
  }
  if (/^\s*(?:[$❯]\s*)?(?:kubectl|oc|k)\s+(?:get|describe|apply)\s/.test(first)) {
    return new UserError(`${at}: this begins with a command, not with what it has printed`, {
      hint: 'Leave out its line.',
      place,
    });
  }
  if (/^\s*["']?(?:kind|apiVersion)["']?\s*:/m.test(text)) return undefined;
  if (isDescription(text)) return described(text, at, place);
  if (/^(?:NAMESPACE|NAME|LAST SEEN)(?:\s{2,}[A-Z][A-Z() -]*)+\s*$/.test(first)) {
    return new UserError(`${at}: this is a table of kubectl get, which says too little of a Pod`, {
      hint: SAVE_A_POD,
      place,
    });
  }
  if (/^(?:Error from server|error:|Unable to connect)/.test(first)) {
    return new UserError(`${at}: this is an error of kubectl, not a manifest: ${first.trim()}`, {
      place,
    });
  }
  if (/^\s*<(?:!doctype|html)/i.test(first)) {
    return new UserError(`${at}: this is a web page, not a manifest`, {
      hint: 'Save the raw file that the page shows.',
      place,
    });
  }
  return undefined;
}

/** A mark of a template that YAML cannot take for text: outside quotes, where a value begins. */
const BARE_MARK = /^[ \t]*(?:-[ \t]+)*(?:[^\s:'"]+:[ \t]+)?(\{\{.*?\}\}|\{%.*?%\})/ms;

/** Whether a value that was parsed still has the marks of a template in it. */
export function isTemplateText(text: string | undefined): boolean {
  return text !== undefined && /\{\{.*\}\}|\{%.*%\}/.test(text);
}

/** A template that nobody has rendered; `example` is one of its marks. */
export function unrendered(example: string, at: string, place: FilePlace): UserError {
  const mark = example.replace(/\s+/g, ' ');
  const shown = mark.length > 40 ? `${mark.slice(0, 40)}…` : mark;
  return new UserError(`${at}: this is a template that has not been rendered: ${shown}`, {
    place,
    hint: 'Render it first, such as with helm template RELEASE CHART | kubectl initx … -f -',
  });
}

const SAVE_A_POD =
  'Save the Pod itself: kubectl get pods,events -o yaml > pod.yaml, or kubectl get pod NAME -o yaml.';

const HEADINGS =
  /^(?:Name|Namespace|Priority|Service Account|Node|Start Time|Labels|Annotations|Status|IPs?|Controlled By|Init Containers|Containers|Conditions|Volumes|QoS Class|Node-Selectors|Tolerations|Events|Selector|Replicas|Pod Template|CreationTimestamp|StrategyType):(?:\s|$)/gm;

function isDescription(text: string): boolean {
  const headings = text.match(HEADINGS) ?? [];
  return new Set(headings.map((heading) => heading.trim())).size >= 2;
}

function described(text: string, at: string, place: FilePlace): UserError {
  const under = (heading: string) =>
    new RegExp(`^${heading}:[ \\t]+(\\S+)[ \\t]*$`, 'm').exec(text)?.[1];
  const name = under('Name');
  const namespace = under('Namespace');
  const isPod = name !== undefined && !/^(?:Pod Template|Selector|Replicas):/m.test(text);
  const inNamespace = namespace === undefined ? '' : ` -n ${namespace}`;
  return new UserError(`${at}: this is the text of kubectl describe, not a manifest`, {
    place,
    hint: isPod
      ? `Save the Pod itself: kubectl get pod ${name}${inNamespace} -o yaml > pod.yaml, or explain it where it is: kubectl initx explain ${name}${inNamespace}`
      : SAVE_A_POD,
  });
}
