import { describe, expect, test } from 'bun:test';
import {
  containerResourceNameProblems,
  isDeviceResource,
  isExtended,
  isHugePages,
  isScalar,
  isWholeResource,
  resourceNameProblems,
} from '../../../../src/model/resources/quantity/resource-name.ts';

// TestValidateResourceNames (pkg/apis/core/validation/validation_test.go).
const GOOD = [
  'memory',
  'cpu',
  'storage',
  'hugepages-2Mi',
  'hugepages-1Gi',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'limits.cpu',
  'limits.memory',
  'my.favorite.app.co/12345',
  `kubernetes.io/${'a'.repeat(63)}`,
];
const BAD = [
  'network',
  'disk',
  '',
  '.',
  '..',
  'my.favorite.app.co/_12345',
  'my.favorite.app.co/12345_',
  'kubernetes.io/..',
  `kubernetes.io/${'a'.repeat(64)}`,
  'kubernetes.io//',
  'kubernetes.io',
  'kubernetes.io/will/not/work/',
];

describe('names of resources', () => {
  test.each(GOOD)('%s is one', (name) => {
    expect(resourceNameProblems(name)).toEqual([]);
  });

  test.each(BAD)('"%s" is none', (name) => {
    expect(resourceNameProblems(name)).not.toEqual([]);
  });

  // TestIsLabelKey (apimachinery pkg/api/validate/content/kube_test.go).
  test.each([
    '1-num.2-num/3-num',
    '1.2.3.4/5678',
    'example.com/Uppercase_Is_OK_123',
    `${'a'.repeat(253)}/${'b'.repeat(63)}`,
  ])('%s is one', (name) => {
    expect(resourceNameProblems(name)).toEqual([]);
  });

  test.each([
    'nospecialchars%^=@',
    'cantendwithadash-',
    '-cantstartwithadash-',
    'only/one/slash',
    'Example.com/abc',
    'example_com/abc',
    'example.com/',
    '/simple',
    'a'.repeat(64),
    `${'a'.repeat(254)}/abc`,
  ])('%s is none', (name) => {
    expect(resourceNameProblems(name)).not.toEqual([]);
  });

  test('containers may ask for a few of those without a domain', () => {
    expect(containerResourceNameProblems('ephemeral-storage')).toEqual([]);
    for (const name of ['storage', 'pods', 'requests.cpu', 'disk']) {
      expect(containerResourceNameProblems(name)).toContain(
        'must be a standard resource for containers',
      );
    }
  });
});

describe('kinds of resources', () => {
  // The names of TestIsNativeResource (pkg/apis/core/v1/helper/helpers_test.go), and lengths.
  test.each([
    ['pod.alpha.kubernetes.io/opaque-int-resource-foo', false],
    ['kubernetes.io/resource-foo', false],
    ['foo', false],
    ['a/b', true],
    ['requests.foo/resource', false],
    [`a/${'x'.repeat(64)}`, false],
    [`${'a'.repeat(245)}/b`, false],
  ])('%s is extended: %p', (name, expected) => {
    expect(isExtended(name)).toBe(expected);
    expect(isWholeResource(name)).toBe(expected);
  });

  test('a device class stands for a device, but is none of an extended resource', () => {
    const name = 'deviceclass.resource.kubernetes.io/gpu';
    expect([isExtended(name), isDeviceResource(name), isScalar(name)]).toEqual([false, true, true]);
  });

  test('the scheduler counts hugepages, volumes to attach and extended resources', () => {
    expect(['hugepages-2Mi', 'attachable-volumes-x', 'a/b'].map(isScalar)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['storage', 'foo', 'cpu'].map(isScalar)).toEqual([false, false, false]);
  });

  test('hugepages of any size', () => {
    expect(['hugepages-1Gi', 'cpu', 'memory'].map(isHugePages)).toEqual([true, false, false]);
  });
});
