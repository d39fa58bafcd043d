import { readFileSync } from 'node:fs';
import { fileProblem, UserError } from '../../../errors.ts';
import { CONTAINER } from '../../../kube/objects/container-shape.ts';
import { isJsonObject } from '../../../kube/objects/json-value.ts';
import { fitToShape, formatPath } from '../../../kube/objects/shape.ts';
import { parseConfigText } from '../../../kube/yaml/yaml-text.ts';
import { type CustomContainer, fixedFields } from '../../../model/debug/container/custom.ts';
import { listed } from '../../../render/text/listed.ts';

/** Reads a part of a container from YAML or JSON; throws a UserError that names file and field. */
export function readCustomContainer(file: string): CustomContainer {
  const value = parseConfigText(textOf(file), file);
  if (!isJsonObject(value)) {
    throw new UserError(`${file} does not hold a part of a container`, {
      hint: 'It needs fields such as securityContext, env or volumeMounts.',
    });
  }
  const [misfit] = fitToShape(value, { fields: CONTAINER.fields });
  if (misfit !== undefined) {
    throw new UserError(`${file}: ${formatPath(misfit.path)} ${misfit.problem}`);
  }
  const fixed = fixedFields(value);
  if (fixed.length > 0) {
    throw new UserError(`${file}: ${listed(fixed)} cannot be set with --custom`, {
      hint: 'Use --image, -c, and the command after --; debug containers have no lifecycle and no volumeDevices.',
    });
  }
  return value;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError(`cannot read ${file}: ${fileProblem(cause)}`, { cause });
  }
}
