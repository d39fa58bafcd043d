import { describe, expect, test } from 'bun:test';
import { resourceWarnings } from '../../../../src/model/resources/admission/resource-warnings.ts';
import { amounts, container, podOf } from '../small-resources.ts';

describe('what the API server warns of', () => {
  // pkg/api/pod/warnings.go and its test, TestWarnings.
  test('fractions of a byte, wherever memory or ephemeral-storage is named', () => {
    const pod = podOf({
      initContainers: [container('i', 'memory=1.6', 'memory=128m')],
      containers: [container('a', 'ephemeral-storage=1200m cpu=100m')],
      overhead: amounts('memory=1m'),
    });
    expect(resourceWarnings(pod).map(({ field, message }) => `${field}: ${message}`)).toEqual([
      'spec.overhead[memory]: fractional byte value "1m" is invalid, must be an integer',
      'spec.initContainers[0].resources.limits[memory]: fractional byte value "128m" is invalid, must be an integer',
      'spec.initContainers[0].resources.requests[memory]: fractional byte value "1600m" is invalid, must be an integer',
      'spec.containers[0].resources.requests[ephemeral-storage]: fractional byte value "1200m" is invalid, must be an integer',
    ]);
  });

  test('nothing in whole bytes: 1.5Gi is 1536Mi', () => {
    const pod = podOf({ containers: [container('a', 'memory=1.5Gi cpu=1500m', 'memory=2e9')] });
    expect(resourceWarnings(pod)).toEqual([]);
  });
});
