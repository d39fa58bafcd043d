/** The example of the Kubernetes documentation: two init containers wait for two Services. */
export const myappPod = `apiVersion: v1
kind: Pod
metadata:
  name: myapp-pod
spec:
  terminationGracePeriodSeconds: 0
  containers:
    - name: myapp-container
      image: busybox:1.28
      command: [sh, -c, 'echo The app is running! && sleep 3600']
  initContainers:
${['myservice', 'mydb'].map(waitForService).join('')}`;

function waitForService(name: string): string {
  const namespace = '$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace)';
  const loop = `until nslookup ${name}.${namespace}.svc.cluster.local; do echo waiting for ${name}; sleep 2; done`;
  return `    - name: init-${name}
      image: busybox:1.28
      command: [sh, -c, "${loop}"]
`;
}

export function service(name: string): string {
  return `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { ports: [{ port: 80 }] }
`;
}
