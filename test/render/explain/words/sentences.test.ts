import { describe, expect, test } from 'bun:test';
import type { Cause } from '../../../../src/model/explain/cause/cause.ts';
import type { StartCause } from '../../../../src/model/explain/cause/start-cause.ts';
import type { MisleadingStatus, Note } from '../../../../src/model/explain/explanation.ts';
import { causeSentence } from '../../../../src/render/explain/words/cause.ts';
import { misleadingSentence, noteSentence } from '../../../../src/render/explain/words/note.ts';
import { at, container, sidecar } from '../../../model/support/pods.ts';
import { explained } from '../../../model/support/verdicts.ts';

/** Every code has its sentences here, so that the compiler asks for those of a new one. */
type Sentences<Fact extends { readonly code: string }> = {
  readonly [Code in Fact['code']]: readonly (readonly [
    Omit<Extract<Fact, { code: Code }>, 'code'>,
    string,
  ])[];
};

function casesOf<Fact extends { readonly code: string }>(
  sentences: Sentences<Fact>,
): readonly (readonly [sentence: string, fact: Fact])[] {
  return Object.entries<readonly (readonly [object, string])[]>(sentences).flatMap(([code, list]) =>
    list.map(([facts, sentence]) => [sentence, { code, ...facts } as unknown as Fact] as const),
  );
}

const NOW = at(100);

const READY = { container: 'app', probe: 'readiness', port: '8080' } as const;

describe('STATUS misleads:', () => {
  test.each(
    casesOf<MisleadingStatus>({
      'completed-but-sidecars-run': [
        [
          { sidecars: ['a', 'b'] },
          'the app containers have ended for good; what runs is a and b, to be stopped.',
        ],
      ],
      'sidecar-fails-after-start': [
        [
          { container: 'log' },
          'it is about sidecar log alone, which has started before and holds back no container.',
        ],
      ],
      'sidecar-between-restarts': [
        [
          { container: 'log' },
          'sidecar log is not running: it ended with exit code 0 and will be restarted.',
        ],
      ],
      reinitializing: [
        [{}, 'it shows how containers ended before; the init containers run again.'],
      ],
      'waits-for-image': [
        [
          { container: 'app' },
          'no init container is left to run; app is being started, which may take a pull.',
        ],
        [
          { container: 'app', fails: true },
          'no init container is left to run, but app cannot be started.',
        ],
      ],
      'init-not-running-yet': [
        [
          { container: 'a' },
          'it only counts the init containers that are through; a is not running.',
        ],
      ],
      evicted: [[{}, 'the Pod was evicted.']],
      'deadline-exceeded': [[{}, 'the Pod ran into its activeDeadlineSeconds.']],
      'init-failed-for-good': [
        [{ container: 'a' }, 'init container a is not restarted, so the Pod fails.'],
      ],
      'init-failed-unseen': [
        [
          { container: 'a' },
          'init container a was OOMKilled. Its exit code 0 counts as success to kubectl and to the phase, not to the kubelet.',
        ],
      ],
      'ended-by': [
        [
          { reason: 'OutOfcpu' },
          'it tells how a container ended; the Pod itself failed with OutOfcpu.',
        ],
      ],
      'ready-though-init': [[{}, 'it is about an init container that is over; the Pod is Ready.']],
      'other-apps-run': [
        [
          { container: 'a', running: ['b'] },
          'it is about a alone, which has ended for good; b runs on.',
        ],
      ],
      'succeeded-though-killed': [
        [
          { containers: ['a'] },
          'a process of a was OOMKilled, yet the exit code is 0, so the Pod counts as succeeded.',
        ],
      ],
      'held-by-finalizer': [
        [{ finalizers: ['x/y'] }, 'nothing of the Pod runs; its finalizers (x/y) keep the object.'],
      ],
      'some-apps-finished': [
        [
          { containers: ['a', 'b'] },
          'a and b ended with exit code 0, so not all containers can be ready.',
        ],
      ],
    }),
  )('%s', (sentence, fact) => {
    expect(misleadingSentence(fact)).toBe(sentence);
  });
});

describe('a note', () => {
  const explanation = explained({ init: [container('a'), sidecar('log')], now: 100 });

  test.each(
    casesOf<Note>({
      'sidecar-without-startup-probe': [
        [
          { container: 'log' },
          'Sidecar log has no startup probe: as soon as it runs, the next container starts, whether it serves yet or not.',
        ],
      ],
      'readiness-does-not-gate': [
        [
          { container: 'log' },
          'No container waits for the readiness probe of sidecar log (a startup probe would hold back the next one); it only decides whether the Pod is Ready.',
        ],
      ],
      'gate-already-passed': [
        [
          { container: 'log' },
          'Sidecar log has started once, which is all that the next container waits for: that it is down now holds nothing back.',
        ],
      ],
      'image-change-not-applied': [
        [
          { container: 'a', image: 'a:1' },
          'The image of a was changed after it ran (as a:1); an init container does not run again for that.',
        ],
      ],
      'inferred-completion': [
        [
          { container: 'a' },
          'The node no longer has init container a. The kubelet takes it for completed, since app containers exist; its times are not known.',
        ],
      ],
      reinitialized: [
        [
          { containers: ['a', 'b'] },
          'a and b ran before and then ran again: the whole Pod was restarted.',
        ],
      ],
      'init-skipped': [
        [
          { containers: ['a'] },
          'a did not run in the present sandbox: what is shown is the end of an earlier run.',
        ],
      ],
      'backoff-was-reset': [
        [
          { container: 'a' },
          'The back-off of a is shorter than its restarts imply: it was reset by a run of more than 10 minutes, a restart of the kubelet or a changed image.',
        ],
      ],
      'restarts-on-failure': [
        [
          { container: 'a', policy: 'Always' },
          'Init container a is restarted only on failure: for init containers restartPolicy Always means OnFailure.',
        ],
        [
          { container: 'a', policy: 'OnFailure' },
          'Init container a is restarted on failure (restartPolicy OnFailure).',
        ],
      ],
      'failure-fails-pod': [
        [{ container: 'a' }, 'If init container a fails, it is not restarted and the Pod fails.'],
      ],
      deadline: [
        [
          { at: at(160), seconds: 160 },
          'activeDeadlineSeconds 160 stops the Pod in 60s; the time that init containers take counts too.',
        ],
      ],
      'waiting-pattern': [
        [
          { container: 'a', pattern: 'dns', targets: ['db'], loops: true },
          'The command of a loops until DNS resolves db. Does that Service exist?',
        ],
        [
          { container: 'a', pattern: 'tcp', targets: ['db:5432'], loops: true },
          'The command of a loops until it can connect to db:5432.',
        ],
        [
          { container: 'a', pattern: 'http', targets: ['api'], loops: true },
          'The command of a loops until api answers over HTTP as it should.',
        ],
        [
          { container: 'a', pattern: 'http', targets: ['api'], loops: false },
          'The command of a fetches from api.',
        ],
        [
          { container: 'a', pattern: 'object', targets: ['pod db-0'], loops: true },
          'The command of a asks the API server for pod db-0 until the answer is as wanted. Does it exist, and may the ServiceAccount of this Pod read it?',
        ],
        [
          { container: 'a', pattern: 'git', targets: ['example.com'], loops: false },
          'The command of a clones with git from example.com.',
        ],
        [
          { container: 'a', pattern: 'template', targets: [], loops: false },
          'The command of a writes files from a template.',
        ],
        [
          { container: 'a', pattern: 'sleep', targets: [], loops: false, seconds: 30 },
          'The command of a sleeps for 30s.',
        ],
      ],
      'never-ends': [
        [
          { container: 'a', command: 'sleep' },
          'The command of a never ends (sleep infinity), so nothing after it starts. What is to run beside the others is a sidecar: give it restartPolicy: Always.',
        ],
        [
          { container: 'a', command: 'loop' },
          'The command of a never ends (a loop that nothing leaves), so nothing after it starts. What is to run beside the others is a sidecar: give it restartPolicy: Always.',
        ],
      ],
      'waits-for-later': [
        [
          { container: 'a', targets: ['/shared/ready'], servers: ['app'], isFile: true },
          'The command of a loops until /shared/ready exists. That is in an emptyDir of this Pod, and nothing before a can write to it: app starts later. It never ends, unless what writes the file becomes a native sidecar before it.',
        ],
        [
          { container: 'a', targets: ['127.0.0.1:5432'], servers: ['db'] },
          'The command of a loops until 127.0.0.1:5432 answers. That is this Pod itself, and nothing in it runs before a has ended: db starts later. It never ends, unless what answers becomes a native sidecar before it.',
        ],
      ],
      'helper-may-hold': [
        [
          { container: 'proxy', isKept: false },
          'The Pod completes only when container proxy ends too. If it only serves the others, make it a native sidecar: an init container with restartPolicy: Always.',
        ],
        [
          { container: 'proxy', isKept: true },
          'Container proxy is no sidecar: restartPolicy: Always makes one only of an init container. As it is, it is restarted whenever it ends, so the Pod never completes.',
        ],
      ],
      'fractional-bytes': [
        [
          { container: 'app', field: 'limits', resource: 'memory', amount: '128m' },
          'The memory limit 128m of app means thousandths of a byte. Was 128M or 128Mi meant? The API server only warns.',
        ],
        [
          { container: 'app', field: 'requests', resource: 'memory', amount: '1.6Gi' },
          'The memory request 1.6Gi of app is not a whole number of bytes; the API server warns of it.',
        ],
      ],
      'not-repeatable': [
        [
          { container: 'init', command: 'mkdir /data/db', effect: 'fails' },
          'Init container init may run more than once, and an emptyDir keeps what it wrote: mkdir /data/db then fails.',
        ],
        [
          { container: 'init', command: 'echo … >> /data/hosts', effect: 'adds' },
          'Init container init may run more than once, and an emptyDir keeps what it wrote: echo … >> /data/hosts then adds the same once more.',
        ],
      ],
      'deadline-of-pod': [
        [
          { seconds: 60 },
          'activeDeadlineSeconds 60 ends the Pod for good that long after a kubelet has taken it, init containers included; nothing recreates it. It is meant for the Pods of Jobs.',
        ],
      ],
      'restart-rules': [
        [
          {
            container: 'a',
            rules: [
              { action: 'Restart', operator: 'In', exitCodes: [42, 43] },
              { action: 'RestartAllContainers', operator: 'NotIn', exitCodes: [88] },
            ],
          },
          'Exit code 42 or 43 of a restarts it; any exit code but 88 of a restarts the whole Pod, init containers included; for all other exits its restartPolicy counts.',
        ],
      ],
      'fails-too': [
        [
          {
            containers: ['b'],
            reason: 'ImagePullBackOff',
            message: 'Back-off pulling image "x:1"',
          },
          'b fails too (ImagePullBackOff): Back-off pulling image "x:1"',
        ],
        [
          { containers: ['b', 'c'], reason: 'Error', exitCode: 3 },
          'b and c fail too, with exit code 3 (Error).',
        ],
      ],
      'resize-pending': [
        [
          { reason: 'Infeasible', message: 'capacity: 8000' },
          'A resize of the Pod is more than its node can ever give, so its containers keep what they have: capacity: 8000',
        ],
        [
          { reason: 'Deferred' },
          'A resize of the Pod is put off until its node has room, so its containers keep what they have.',
        ],
        [
          { reason: 'Error', message: 'cannot decrease memory limits' },
          'A resize of the Pod could not be carried out yet, so its containers keep what they have: cannot decrease memory limits',
        ],
      ],
      'restarted-for-change': [
        [
          { container: 'log' },
          'log was restarted because its image or another field of it was changed.',
        ],
      ],
      'ephemeral-cannot-start': [
        [
          { container: 'dbg', image: 'absent:1' },
          'Ephemeral container dbg cannot be started, as its image absent:1 cannot be pulled. That holds nothing back, and it stays in the Pod as long as the Pod does.',
        ],
        [
          { container: 'dbg' },
          'Ephemeral container dbg cannot be started. That holds nothing back, and it stays in the Pod as long as the Pod does.',
        ],
      ],
      'stopped-sidecar': [
        [
          { container: 'log', exitCode: 143 },
          'Sidecar log ended with exit code 143 because the kubelet stopped it when the others were done: that is normal.',
        ],
        [
          { container: 'log', exitCode: 137, graceSeconds: 30 },
          'Sidecar log did not end on SIGTERM when the others were done: the kubelet killed it (exit code 137) when the grace period of 30s was over. That is no failure, but the Pod took so much longer.',
        ],
      ],
      'init-ports-not-in-service': [
        [
          { container: 'a' },
          'Services send nothing to the ports of init container a, as the Pod is not Ready while it runs (unless they publish not-ready addresses).',
        ],
      ],
      'events-missing': [
        [
          {},
          'There are no events of this Pod (clusters keep them for an hour, files seldom have them), so pulls and back-offs are known only as far as the status tells.',
        ],
      ],
      'events-unreadable': [
        [
          { reason: 'forbidden' },
          'The events could not be read, so pulls and back-offs are known only as far as the status tells: forbidden',
        ],
      ],
      'probes-later': [
        [
          { container: 'proxy', port: 8080, server: 'app' },
          'The startup probe of proxy asks port 8080, which app declares and proxy does not. But app starts only once the probe has passed: if it is the one that serves there, neither gets any further.',
        ],
      ],
      'lost-words': [
        [
          { container: 'a', kind: 'one-string', words: ['python manage.py migrate'] },
          'The command of a is the name of one program, "python manage.py migrate": each word has to be an item of its own.',
        ],
        [
          { container: 'a', kind: 'shell-arguments', words: ['app:wsgi'] },
          'The command of a gives sh -c more than a script: app:wsgi is an argument that the script does not use. The whole command line has to be one string.',
        ],
        [
          { container: 'a', kind: 'shell-arguments', words: ['-b', ':80'] },
          'The command of a gives sh -c more than a script: -b and :80 are arguments that the script does not use. The whole command line has to be one string.',
        ],
      ],
      'config-missing': [
        [
          {
            kind: 'Secret',
            name: 'db',
            key: 'pw',
            meant: 'password',
            container: 'app',
            variable: 'PW',
          },
          'Variable PW of app takes key pw of Secret db, which has no such key in these files: it has password. Without it app cannot start.',
        ],
        [
          { kind: 'ConfigMap', name: 'conf', key: 'a.yaml', volume: 'etc' },
          'Volume etc takes key a.yaml of ConfigMap conf, which has no such key in these files. Without it no container can start.',
        ],
        [
          { kind: 'ConfigMap', name: 'confg', meant: 'config', container: 'app' },
          'envFrom of app takes ConfigMap confg, which is not among these files, but config is. Is the name spelt right?',
        ],
      ],
      'probe-port-unnamed': [
        [
          { container: 'a', probe: 'readiness', port: 'http', declared: ['web (8000)'] },
          'The readiness probe of a asks port http, and no port of a has that name; it declares web (8000). Such a probe can never be carried out, so the Pod never becomes Ready.',
        ],
        [
          { container: 'a', probe: 'liveness', port: 'http', declared: [] },
          'The liveness probe of a asks port http, and no port of a has that name; it declares none. Such a probe can never be carried out, so it kills nothing.',
        ],
      ],
      'root-forbidden': [
        [
          { container: 'a' },
          'a has runAsNonRoot and runAsUser 0, so the kubelet refuses to start it.',
        ],
      ],
      'hook-outlasts-grace': [
        [
          { container: 'a', hookSeconds: 60, graceSeconds: 30 },
          'The preStop hook of a sleeps for 60s, and the grace period of the Pod is 30s: a gets SIGTERM only when that is over, and SIGKILL 2s later (terminationGracePeriodSeconds).',
        ],
      ],
      'hook-asks-itself': [
        [
          { container: 'a', port: '80' },
          'The postStart hook of a asks port 80 of the Pod, once. It begins as soon as a has started, mostly before a server listens, and if it fails the container is killed: let it ask again until one does.',
        ],
      ],
      'port-twice': [
        [
          { container: 'b', other: 'a', port: '80' },
          'a and b both declare port 80, and the containers of a Pod share one network: only one of them can listen on it. The API server only warns.',
        ],
      ],
      'start-limit': [
        [
          {
            seconds: 330,
            probes: [
              { container: 'proxy', seconds: 300 },
              { container: 'app', seconds: 30 },
            ],
            unlimited: ['migrate'],
            hooks: ['app'],
          },
          'The startup probe of proxy has to pass within 5m and that of app within 30s, or the kubelet kills the container. So a start in which nothing fails takes 5m30s at most once the images are there, apart from migrate and the postStart hook of app, whose time nothing limits.',
        ],
        [
          {
            seconds: 60,
            probes: [{ container: 'proxy', seconds: 60 }],
            unlimited: [],
            hooks: [],
          },
          'The startup probe of proxy has to pass within 60s, or the kubelet kills the container. So a start in which nothing fails takes 60s at most once the images are there.',
        ],
      ],
      'shutdown-order': [[{ containers: ['app', 'log'] }, 'Shutdown: app, then log.']],
    }),
  )('%s', (sentence, fact) => {
    expect(noteSentence(fact, explanation)).toBe(sentence);
  });
});

describe('a cause', () => {
  test.each(
    casesOf<Exclude<Cause, StartCause>>({
      'killed-by-probe': [
        [
          { container: 'log', probe: 'startup', kills: 3, message: 'connection refused' },
          'The kubelet killed log because its startup probe failed, 3 times so far: connection refused',
        ],
        [
          { container: 'app', probe: 'liveness', kills: 1 },
          'The kubelet killed app because its liveness probe failed.',
        ],
        [
          { container: 'app', probe: 'startup', kills: 5, inferred: true },
          'No event of the last kill is left, but the startup probe of app has failed, and the run ended as after its kills.',
        ],
        [
          {
            container: 'app',
            probe: 'startup',
            kills: 0,
            inferred: true,
            unseen: true,
          },
          'No event tells who killed it, but the run lasted just as long as the kubelet lets app run while its startup probe only fails.',
        ],
      ],
      'probe-fails': [
        [
          {
            container: 'log',
            probe: 'startup',
            hasFailed: true,
            failures: 2,
            threshold: 30,
            message: 'no',
          },
          'The startup probe of log has failed 2 of 30 times: no',
        ],
        [
          {
            container: 'app',
            probe: 'startup',
            hasFailed: false,
            threshold: 3,
            killEarliest: at(120),
            killLatest: at(131),
          },
          'If the probe only fails, app is killed in 20s-31s.',
        ],
      ],
      'probe-overdue': [
        [
          { container: 'log', seconds: 25 },
          'The probe had 25s; after that the kubelet should have killed log. Either it does not probe it (kubelets before 1.35 may lose the probe of a restarted sidecar) or it does not answer: delete the Pod, or look at the node.',
        ],
      ],
      'out-of-memory': [
        [
          { container: 'a', limit: '50Mi', exitCode: 137, memoryVolumes: ['cache'] },
          'a was killed for using too much memory: its limit is 50Mi. Files in volume cache (emptyDir with medium: Memory) count as its memory.',
        ],
        [
          { container: 'a', limit: '16Mi', exitCode: 137 },
          'a was killed for using too much memory: its limit is 16Mi.',
        ],
        [
          { container: 'a', limit: '30Mi', isOfPod: true, exitCode: 137 },
          'a was killed for using too much memory: the limit of the Pod is 30Mi.',
        ],
        [
          { container: 'a', limit: '16Mi', exitCode: 0 },
          "A process of a was killed for using too much memory: its limit is 16Mi. The exit code is 0 because the container's main process went on and ended by itself.",
        ],
        [
          { container: 'a', exitCode: 137 },
          "a was killed for using too much memory though it has no limit of its own: the Pod's or the node's was reached.",
        ],
      ],
      'milli-bytes': [
        [
          { container: 'a', amount: '128m' },
          'The memory limit of a is 128m, and m means thousandths of a byte. Was 128Mi meant?',
        ],
      ],
      'exit-code': [
        [
          { container: 'a', exitCode: 127, meaning: 'not-found' },
          'Exit code 127: a command was not found (a misspelt program, or one that the image does not have).',
        ],
        [
          { container: 'a', exitCode: 126, meaning: 'not-executable' },
          'Exit code 126: the command was found but could not be executed (permissions, or another platform).',
        ],
        [
          { container: 'a', exitCode: 128, meaning: 'not-started' },
          'Exit code 128: the runtime could not start the process.',
        ],
        [
          { container: 'a', exitCode: 128, meaning: 'fatal-of-git' },
          'Exit code 128: git ends so after a fatal error; its output tells which.',
        ],
        [
          { container: 'a', exitCode: 134, meaning: 'aborted' },
          'Exit code 134: the process aborted itself (SIGABRT).',
        ],
        [
          { container: 'a', exitCode: 137, meaning: 'killed' },
          'Exit code 137: the process was killed (SIGKILL); nothing that could be read names a probe or memory as the reason.',
        ],
        [
          { container: 'a', exitCode: 139, meaning: 'segmentation-fault' },
          'Exit code 139: the process accessed memory that is not its own (SIGSEGV, segmentation fault).',
        ],
        [
          { container: 'a', exitCode: 132, meaning: 'illegal-instruction' },
          "Exit code 132: the node's processor does not know an instruction of the program (SIGILL), which may be built for a newer one.",
        ],
        [
          { container: 'a', exitCode: 135, meaning: 'bus-error' },
          'Exit code 135: the process used memory with nothing behind it (SIGBUS): a full /dev/shm, huge pages that are not to be had, or a file that was cut short.',
        ],
        [
          { container: 'a', exitCode: 136, meaning: 'arithmetic' },
          'Exit code 136: the process divided by zero, or the like (SIGFPE).',
        ],
        [
          { container: 'a', exitCode: 159, meaning: 'forbidden-call' },
          'Exit code 159: the process made a system call that its seccomp profile forbids (SIGSYS).',
        ],
        [
          { container: 'a', exitCode: 143, meaning: 'told-to-stop' },
          'Exit code 143: the process was told to stop (SIGTERM) and did.',
        ],
        [
          { container: 'a', exitCode: 255, meaning: 'node-lost' },
          'Exit code 255: the node or its container runtime stopped while it ran.',
        ],
      ],
      'definition-changed': [
        [
          { container: 'log' },
          'The kubelet stopped log, to restart it, because its image or another field of it was changed.',
        ],
      ],
      'restarts-all': [
        [
          { container: 'a', exitCode: 88 },
          'a ended with exit code 88, for which its restartPolicyRules want all containers restarted.',
        ],
      ],
      'recent-restart': [
        [
          { container: 'a', restarts: 7, at: at(90), exitCode: 137, reason: 'OOMKilled' },
          'a ended 10s ago with exit code 137 (OOMKilled) and was restarted; 7 restarts in all.',
        ],
        [
          { container: 'a', restarts: 1, at: at(90), exitCode: 1 },
          'a ended 10s ago with exit code 1 and was restarted.',
        ],
        [
          {
            container: 'a',
            restarts: 2,
            at: at(78),
            startedAt: at(93),
            exitCode: 7,
            reason: 'Error',
          },
          'a ended 22s ago with exit code 7 (Error) and was restarted 7s ago; 2 restarts in all.',
        ],
        [
          { container: 'a', restarts: 4, at: at(90), ofAll: true },
          'All containers were restarted in place 10s ago, 4 times in all, as restartPolicyRules want.',
        ],
      ],
      'runs-long': [
        [
          { container: 'migrate' },
          'Init containers rarely take this long. The output of migrate should tell what it is doing or waiting for.',
        ],
      ],
      'sidecar-must-stay': [
        [
          { container: 'log' },
          'A sidecar has to keep running: log is restarted though it ended with exit code 0.',
        ],
      ],
      'port-taken': [
        [
          { container: 'a', port: 80, declaredBy: ['web'], others: ['web', 'b'] },
          'Port 80 is taken: the containers of a Pod share one network, and web declares it. Let one of them listen on another port.',
        ],
        [
          { container: 'a', port: 80, others: ['web', 'b'] },
          'Port 80 is taken: the containers of a Pod share one network, and another process in this Pod listens on it. Look at web and b.',
        ],
        [{ container: 'a', others: [] }, 'The port is taken, by another process of a itself.'],
        [
          { container: 'a', port: 80, others: ['web'], ofNode: true },
          'Port 80 is taken: the Pod uses the network of its node (hostNetwork), so any process there may have it.',
        ],
      ],
      'proxy-starts-later': [
        [
          { container: 'a', proxy: 'istio-proxy' },
          'Container istio-proxy starts only after a, which therefore cannot use it. If it has to, make istio-proxy a native sidecar before it: an init container with restartPolicy: Always.',
        ],
        [
          { container: 'a', proxy: 'istio-proxy', isSidecar: true },
          'Sidecar istio-proxy starts only after a, which therefore cannot use it. If it has to, list istio-proxy before it.',
        ],
      ],
      requests: [
        [
          { resource: 'cpu', amount: '3', container: 'a', running: '30m' },
          'The Pod asks for cpu 3 because of init container a, for its whole life; once it is up it needs 30m.',
        ],
        [{ resource: 'memory', amount: '2Gi' }, 'The Pod asks for memory 2Gi.'],
      ],
      'pull-secret': [
        [
          { message: 'Unable to retrieve some image pull secrets (regcred)' },
          'Unable to retrieve some image pull secrets (regcred)',
        ],
      ],
      'no-pull-secret': [
        [
          {},
          'The Pod names no pull secret (spec.imagePullSecrets), so the image is asked for without credentials, or with those of the node.',
        ],
      ],
      volume: [
        [
          { volume: 'cfg', source: 'ConfigMap web', containers: ['a', 'app'] },
          'Volume cfg (ConfigMap web) is mounted by a and app.',
        ],
      ],
      'gate-condition': [
        [
          { type: 'x/y', status: 'False', reason: 'Failed', message: 'Health checks failed' },
          'Condition x/y is False (Failed): Health checks failed',
        ],
        [{ type: 'x/y', status: 'unset' }, 'Nobody has set the condition x/y.'],
      ],
      'helper-holds': [
        [
          { container: 'proxy', isJob: true },
          'As long as proxy runs, the Pod is not complete, and neither is its Job. If it only helps the others, make it a native sidecar: an init container with restartPolicy: Always is stopped when they are done.',
        ],
      ],
      'will-fail': [
        [
          { failed: ['worker'], container: 'web' },
          'worker failed and is not restarted, so the Pod fails once web has ended.',
        ],
      ],
      'sidecar-stops': [
        [
          { latest: at(112), isJob: true },
          'What is left is killed in 12s at the latest; exit code 137 or 143 of a sidecar is normal then. The Job is complete only then.',
        ],
        [
          { latest: at(112), isJob: true, isFailure: true },
          'What is left is killed in 12s at the latest; exit code 137 or 143 of a sidecar is normal then. The Pod fails only then.',
        ],
      ],
      'deadline-spent': [
        [
          { seconds: 60, container: 'wait', spentMs: 55_000, neverRan: ['app', 'b'] },
          'activeDeadlineSeconds is 60, counted from when the kubelet picked up the Pod; wait took 55s of that. app and b never ran.',
        ],
      ],
      'waits-for-pod': [
        [
          { container: 'wait', pod: 'db-1', statefulSet: 'db' },
          'db-1 is a later Pod of StatefulSet db: it is made only once this one is Ready, unless podManagementPolicy is Parallel.',
        ],
        [
          { container: 'wait', pod: 'db-0', statefulSet: 'db', isItself: true },
          'db-0 is this very Pod, and DNS knows it only once it is Ready, unless its Service has publishNotReadyAddresses.',
        ],
      ],
      autoscaler: [
        [
          { by: 'cluster-autoscaler', isAdding: true, at: NOW - 40_000, message: 'pod triggered' },
          'cluster-autoscaler wanted to add a node for it 40s ago: pod triggered',
        ],
        [
          { by: 'karpenter', isAdding: false, message: 'Failed to schedule pod' },
          'karpenter adds no node for it: Failed to schedule pod',
        ],
      ],
      'probe-errors': [
        [
          { container: 'app', probe: 'startup', message: 'port "web" not found' },
          'The startup probe of app cannot be carried out: port "web" not found. The kubelet takes that neither for a success nor for a failure: app is not killed for it, and waits for as long as it lasts.',
        ],
        [
          { container: 'app', probe: 'liveness', message: 'port "web" not found' },
          'The liveness probe of app cannot be carried out: port "web" not found. The kubelet takes that neither for a success nor for a failure: as long as it lasts, app is not restarted if it hangs.',
        ],
        [
          { container: 'app', probe: 'readiness' },
          'The readiness probe of app cannot be carried out. The kubelet takes that neither for a success nor for a failure: app does not become ready for as long as it lasts.',
        ],
      ],
      'probe-asks': [
        [
          { ...READY, meaning: 'port-undeclared', port: '80', declared: ['web (8080)', '9090'] },
          'The readiness probe asks port 80, which app does not declare; it declares web (8080) and 9090.',
        ],
        [
          { ...READY, meaning: 'port-unnamed', port: 'http', declared: ['web (8080)'] },
          'The readiness probe asks port http, and no port of app has that name; it declares web (8080).',
        ],
        [
          { ...READY, meaning: 'port-unnamed', port: 'http', declared: [] },
          'The readiness probe asks port http by its name, and app declares no port.',
        ],
        [
          { ...READY, meaning: 'not-listening' },
          "Nothing listens on port 8080 of the Pod's own address: app has not opened it yet, or listens on 127.0.0.1 alone, or on another port.",
        ],
        [
          { ...READY, meaning: 'bad-request', path: '/up', status: 400 },
          'The readiness probe asks for /up on port 8080. What listens there takes that for a bad request (status 400): does it speak HTTPS only (httpGet.scheme), or answer certain host names only (a Host among httpGet.httpHeaders)?',
        ],
        [
          { ...READY, meaning: 'no-access', path: '/up', status: 401 },
          'The readiness probe asks for /up on port 8080. What listens there refuses access (status 401): a probe brings nothing but its httpGet.httpHeaders.',
        ],
        [
          { ...READY, meaning: 'no-such-path', path: '/up', status: 404 },
          'The readiness probe asks for /up on port 8080. What listens there answers, but has no such path.',
        ],
        [
          { ...READY, meaning: 'server-error', path: '/up', status: 503 },
          'The readiness probe asks for /up on port 8080. What listens there answers with an error of its own (status 503), so its output should tell more.',
        ],
        [
          { ...READY, meaning: 'wants-http', path: '/' },
          'The readiness probe asks for / on port 8080. What listens there speaks plain HTTP, and the probe HTTPS (httpGet.scheme).',
        ],
        [
          { ...READY, meaning: 'wants-https', path: '/' },
          'The readiness probe asks for / on port 8080. What listens there speaks HTTPS, and the probe plain HTTP (httpGet.scheme).',
        ],
        [
          { ...READY, meaning: 'slow-answer', path: '/', seconds: 1 },
          'The readiness probe asks for / on port 8080. It waits for 1s (timeoutSeconds), and no answer came in that time.',
        ],
      ],
      'killed-while-starting': [
        [
          { container: 'app', seconds: 30 },
          'The liveness probe had not passed once in that run: it lets app start for 30s at most. If it needs longer, a startupProbe gives it the time.',
        ],
      ],
      'readiness-pending': [
        [
          { container: 'app', times: 4, periodSeconds: 5 },
          'The readiness probe of app has to pass 4 times in a row, 5s apart.',
        ],
        [
          { container: 'app', times: 1, periodSeconds: 5, begins: NOW + 20_000 },
          'The readiness probe of app begins in 20s.',
        ],
        [
          { container: 'app', times: 2, periodSeconds: 5, begins: NOW + 20_000 },
          'The readiness probe of app begins in 20s. It has to pass 2 times in a row, 5s apart.',
        ],
      ],
      'hook-holds-stop': [
        [
          { container: 'app' },
          'The postStart hook of app has not returned. Until it does, the kubelet stops nothing, and only then the grace period begins.',
        ],
        [
          { container: 'app', hasReturned: true },
          'The postStart hook of app has returned. The kubelet starts what is left, and then stops all of it.',
        ],
      ],
      'deadline-first': [
        [
          { container: 'app', at: NOW + 9000 },
          'app is not restarted any more: activeDeadlineSeconds stops the Pod in 9s, before its back-off is over.',
        ],
      ],
      'grace-period': [
        [
          { seconds: 30, until: at(110), preStop: ['app'] },
          'Grace period: 30s; what still runs is killed in 10s at the latest. The preStop hook of app counts against it.',
        ],
        [
          { seconds: 30, until: at(110), preStop: [], failedHooks: ['app'] },
          'Grace period: 30s; what still runs is killed in 10s at the latest. The preStop hook of app has failed, and is not waited for.',
        ],
        [{ seconds: 30, until: at(90), preStop: [] }, 'Grace period: 30s; it is over.'],
      ],
      disruption: [
        [
          { reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' },
          'It was evicted through the API (kubectl drain does that), not just deleted: Eviction API: evicting',
        ],
      ],
      'kubelet-answers': [
        [
          { event: 'FailedKillPod', at: at(90) },
          'The kubelet does answer: it reported FailedKillPod 10s ago.',
        ],
        [
          { event: 'FailedKillPod', at: at(90), message: 'network' },
          'The kubelet does answer: it reported FailedKillPod 10s ago: network',
        ],
      ],
      'node-silent': [
        [
          { node: 'n1', since: at(40) },
          'Node n1 has not answered for 60s. If it is gone for good, the Pod goes once its Node object is deleted, or with kubectl delete pod --force.',
        ],
      ],
    }),
  )('%s', (sentence, fact) => {
    expect(causeSentence(fact, NOW, '-')).toBe(sentence);
  });
});
