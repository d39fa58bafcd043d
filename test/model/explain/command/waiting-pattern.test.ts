import { expect, test } from 'bun:test';
import { waitingPatternOf } from '../../../../src/model/explain/command/waiting-pattern.ts';
import type { Container } from '../../../../src/model/kubernetes/api.ts';

const NAMESPACE = '$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace)';

function patternOf(spec: Omit<Container, 'name'>, namespace = 'shop') {
  return waitingPatternOf({ name: 'init', ...spec }, namespace);
}

const shell = (script: string) => patternOf({ command: ['sh', '-c', script] });

test("R15 the documentation's init container waits for a Service by its name", () => {
  const script = `until nslookup myservice.${NAMESPACE}.svc.cluster.local; do echo waiting for myservice; sleep 2; done`;
  expect(shell(script)).toEqual({
    pattern: 'dns',
    targets: ['myservice.shop.svc.cluster.local'],
    loops: true,
  });
});

test.each([
  ['until nslookup -type=a db; do sleep 2; done', 'dns', ['db']],
  ['until getent hosts db > /dev/null; do sleep 1; done', 'dns', ['db']],
  ['while ! nc -z -w 2 db 5432; do sleep 1; done', 'tcp', ['db:5432']],
  ['until pg_isready -h db -p 5432; do sleep 1; done', 'tcp', ['db:5432']],
  ['until mysqladmin ping -h mysql -u root --silent; do sleep 1; done', 'tcp', ['mysql']],
  ['until mysql --host=db -P 3307 -e "select 1"; do sleep 1; done', 'tcp', ['db:3307']],
  ['until redis-cli -h redis -p 6379 ping | grep PONG; do sleep 1; done', 'tcp', ['redis:6379']],
  ["until psql -h db -U app -c 'select 1'; do sleep 1; done", 'tcp', ['db']],
  ["until mongosh --host mongo --eval 'db.ping()'; do sleep 2; done", 'tcp', ['mongo']],
  [
    'until cqlsh cassandra 9042 -e "describe keyspaces"; do sleep 5; done',
    'tcp',
    ['cassandra:9042'],
  ],
  ['while ! grpc_health_probe -addr=svc:50051; do sleep 1; done', 'tcp', ['svc:50051']],
  ['until (echo > /dev/tcp/kafka/9092) >/dev/null 2>&1; do sleep 1; done', 'tcp', ['kafka:9092']],
  ["while ! timeout 1 bash -c '</dev/tcp/db/5432'; do sleep 1; done", 'tcp', ['db:5432']],
  ['until [ -f /shared/ready ]; do sleep 1; done', 'file', ['/shared/ready']],
  ['while [ ! -s /vault/secrets/config ]; do sleep 1; done', 'file', ['/vault/secrets/config']],
  ['while ! test -e "/run/ok"; do sleep 1; done', 'file', ['/run/ok']],
  ['until curl -sf http://api:8080/health; do sleep 3; done', 'http', ['api:8080']],
  [
    'until [ "$(curl -s -w "%{http_code}" http://api/ready)" = 200 ]; do sleep 1; done',
    'http',
    ['api'],
  ],
  ['while true; do wget -q -O- https://api/ready && break; sleep 1; done', 'http', ['api']],
  ["timeout 60 sh -c 'until nc -z db 5432; do sleep 1; done'", 'tcp', ['db:5432']],
  [
    'result=1; until [ $result -eq 0 ]; do OK=$(echo ruok | nc -w 1 zk 2181); [ "$OK" = imok ] && result=0; sleep 1; done',
    'tcp',
    ['zk:2181'],
  ],
  ['while [ "$code" != 200 ]; do code=$(curl -s http://api/ready); done', 'http', ['api']],
  [
    'while [[ $(kubectl get pods db-0 -n shop -o jsonpath={.status.phase}) != Running ]]; do sleep 5; done',
    'object',
    ['pods db-0'],
  ],
  ['until curl dbdj:3306; do sleep 2; done', 'http', ['dbdj:3306']],
  ['until wget -q -O /dev/null api/ready; do sleep 2; done', 'http', ['api']],
  [
    'until ray health-check --address head.ray.svc:6379 > /dev/null; do sleep 5; done',
    'tcp',
    ['head.ray.svc:6379'],
  ],
  [
    'until kafka-topics.sh --bootstrap-server k:9092,l:9092 --list; do sleep 5; done',
    'tcp',
    ['k:9092'],
  ],
  [
    'until etcdctl --endpoints=http://etcd:2379 endpoint health; do sleep 1; done',
    'tcp',
    ['etcd:2379'],
  ],
  ['until telnet db 5432; do sleep 1; done', 'tcp', ['db:5432']],
  ['/wait-for --host="db:5432" --timeout=240s', 'tcp', ['db:5432']],
  [
    `while [[ $(kubectl get pods db-0 -o 'jsonpath={..conditions[?(@.type=="Ready")].status}') != "True" ]]; do sleep 5; done`,
    'object',
    ['pods db-0'],
  ],
  [
    'until [ "$(echo "$(curl -s http://a/x)")$(curl -s http://b/y)" = okok ]; do sleep 1; done',
    'http',
    ['a', 'b'],
  ],
  ['until kubectl get secret token; do sleep 5; done', 'object', ['secret token']],
  ['kubectl wait --for=condition=ready pod -l app=db --timeout=300s', 'object', ['pod -l app=db']],
  ['kubectl -n shop wait --for condition=complete job/migrate', 'object', ['job/migrate']],
  ['kubectl rollout status deployment/api', 'object', ['deployment/api']],
  [
    'while true; do\n  if (( SECONDS <= 120 )); then\n    if ray health-check --address head:6379; then break; fi\n  fi\n  sleep 5\ndone',
    'tcp',
    ['head:6379'],
  ],
] as const)('R15 %s waits until its target answers', (script, pattern, targets) => {
  expect(shell(script)).toEqual({ pattern, targets: [...targets], loops: true });
});

test.each([
  'while nslookup old-db; do sleep 1; done',
  'until ! curl -sf http://old/; do sleep 1; done',
])('R15 %s does not wait for its target but for its end', (script) => {
  expect(shell(script)).toMatchObject({ loops: false });
});

test.each([
  'n=0; until [ $n -ge 30 ]; do nc -z db 5432 && break; n=$((n+1)); sleep 1; done',
  'n=0; while [ $n -lt $MAX ]; do nc -z db 5432 && break; n=$((n+1)); sleep 1; done',
  'while [ $n != 30 ]; do nc -z db 5432 && break; n=$((n+1)); sleep 1; done',
])('R15 %s ends by itself', (script) => {
  expect(shell(script)).toEqual({ pattern: 'tcp', targets: ['db:5432'], loops: false });
});

test.each(['kubectl apply -f x.yaml', 'kubectl get pods', 'kubectl delete job/a'])(
  'R15 %s waits for nothing',
  (script) => {
    expect(shell(script)).toBeUndefined();
  },
);

test('R15 the images that only wait for an object take it as arguments', () => {
  expect(
    patternOf({ image: 'ghcr.io/groundnuty/k8s-wait-for:v2.0', args: ['job', 'migrate'] }),
  ).toEqual({ pattern: 'object', targets: ['job migrate'], loops: true });
});

test('R15 a script that nests without end does no harm', () => {
  expect(shell(`until ${'$('.repeat(100_000)}; do sleep 1; done`)).toBeUndefined();
});

test('R15 a loop while a file is there does not wait for it', () => {
  expect(shell('while [ -f /run/lock ]; do sleep 1; done')).toBeUndefined();
});

test('R15 dockerize loops by itself', () => {
  expect(
    patternOf({ command: ['dockerize', '-wait', 'tcp://db:5432', '-timeout', '60s'] }),
  ).toEqual({ pattern: 'tcp', targets: ['db:5432'], loops: true });
});

test('R15 nc -l listens, and waits for nobody that is known', () => {
  expect(shell('nc -l -p 8080 > /data')).toBeUndefined();
});

test('R15 a script may have several lines', () => {
  const script = '# wait\nuntil nc -vz db 5432 >/dev/null 2>&1\ndo\n  sleep 1\ndone\necho up';
  expect(shell(script)).toEqual({ pattern: 'tcp', targets: ['db:5432'], loops: true });
});

test('R15 a plain sleep is told with its length', () => {
  expect(shell('echo soon && sleep 5m')).toEqual({
    pattern: 'sleep',
    targets: [],
    loops: false,
    seconds: 300,
  });
  expect(patternOf({ command: ['sleep', '20'] })).toMatchObject({ pattern: 'sleep', seconds: 20 });
  expect(patternOf({ image: 'busybox', args: ['sleep', '20'] })).toMatchObject({ seconds: 20 });
});

test('R15 one call by curl registers and does not wait', () => {
  const script = 'curl -X POST http://$HOST:$PORT/register -d name=web';
  const env = [
    { name: 'HOST', value: 'manager' },
    { name: 'PORT', value: '80' },
  ];
  expect(patternOf({ command: ['sh', '-c', script], env })).toEqual({
    pattern: 'http',
    targets: ['manager:80'],
    loops: false,
  });
});

test('R15 a host that the spec does not show is left out', () => {
  expect(shell('until nslookup "$SERVICE"; do sleep 1; done')).toEqual({
    pattern: 'dns',
    targets: [],
    loops: true,
  });
});

test('R15 a clone names the host and never the password', () => {
  const targets = ['git.example.com'];
  expect(shell('git clone https://me:secret@git.example.com/repo.git /data')).toEqual({
    pattern: 'git',
    targets,
    loops: false,
  });
  expect(patternOf({ image: 'alpine/git:2', args: ['clone', 'git@git.example.com:a/b'] })).toEqual({
    pattern: 'git',
    targets,
    loops: false,
  });
});

test('R15 templating is told by its program', () => {
  const template = { pattern: 'template', targets: [], loops: false } as const;
  expect(shell('envsubst < /tpl/nginx.conf > /etc/nginx.conf')).toEqual(template);
  expect(shell('sed "s/@HOST@/$HOSTNAME/" /tpl/a > /etc/a')).toEqual(template);
});

test('R15 a loop that counts ends by itself', () => {
  const counted = 'for i in 1 2 3; do nslookup db && break; sleep 1; done';
  expect(shell(counted)).toMatchObject({ pattern: 'dns', loops: false });
  const limited = 'while [ $n -lt 30 ]; do nc -z db 5432 && break; n=$((n+1)); done';
  expect(shell(limited)).toMatchObject({ pattern: 'tcp', targets: ['db:5432'], loops: false });
});

test('R15 text is no command', () => {
  expect(shell('echo "run nslookup db"; ./migrate # then sleep 5')).toBeUndefined();
  expect(patternOf({ image: 'migrate:1' })).toBeUndefined();
  expect(patternOf({ command: ['/app/migrate', 'sleep', '5'] })).toBeUndefined();
});

test('R15 the pause of a loop is not what the command does', () => {
  expect(shell('while kill -0 7; do sleep 1; done')).toBeUndefined();
  expect(shell('sleep 30')).toMatchObject({ pattern: 'sleep', seconds: 30 });
});
