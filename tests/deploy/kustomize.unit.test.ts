import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const base = path.resolve(import.meta.dirname, '../../deploy/k8s');
const kubectl = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' });
if (kubectl.error) console.log('SKIPPED the kustomize overlays: there is no kubectl on the PATH.');

/** The manifests as kubectl prints them: one text each. */
function build(overlay: string): string[] {
  const { stdout, stderr, status } = spawnSync('kubectl', ['kustomize', path.join(base, 'overlays', overlay)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split(/^---$/m);
}

const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length;

describe.skipIf(kubectl.error)('the overlays build, and each has what production needs', () => {
  it.each([
    ['small', 2],
    ['medium', 0],
  ])('%s', (overlay, volumeClaims) => {
    const all = build(overlay);
    const of = (kind: string) => all.filter((text) => new RegExp(`^kind: ${kind}$`, 'm').test(text));
    const names = (kind: string) => of(kind).map((text) => /^metadata:[\s\S]*?\n {2}name: (\S+)/m.exec(text)![1]);
    expect(names('Ingress')).toEqual(['pmis']);
    expect(names('CronJob')).toEqual(['pmis-backup']);
    expect(names('PodDisruptionBudget').sort()).toEqual(['pmis-web', 'pmis-worker']);
    expect(names('NetworkPolicy').sort()).toEqual(['pmis-default', 'pmis-mail', 'pmis-web']);
    expect(of('PersistentVolumeClaim')).toHaveLength(volumeClaims);

    const scaling = of('HorizontalPodAutoscaler').find((text) => text.includes('\n  name: pmis-worker\n'));
    expect(scaling).toMatch(/external:\s+metric:\s+name: pmis_queue_due/);
    expect(scaling).toContain('name: cpu');

    const backup = of('CronJob')[0]!;
    expect(backup).toContain('node build/cli.js backup create &&');
    expect(backup).toContain('backup verify --restore');
    const egress = of('NetworkPolicy').find((text) => text.includes('\n  name: pmis-default\n'))!;
    expect([...egress.matchAll(/port: (\d+)/g)].map((match) => match[1])).toEqual(['53', '53', '5432', '6379', '443']);
    expect(of('Namespace')[0]).toContain('pod-security.kubernetes.io/enforce: restricted');

    const pods = [...of('Deployment'), ...of('CronJob')];
    expect(pods).toHaveLength(3);
    for (const pod of pods) {
      const images = count(pod, /^\s+(?:- )?image: /gm);
      expect(images).toBeGreaterThan(0);
      expect(count(pod, /readOnlyRootFilesystem: true/g)).toBe(images);
      expect(count(pod, /allowPrivilegeEscalation: false/g)).toBe(images);
      expect(count(pod, /drop:\s+- ALL/g)).toBe(images);
      expect(pod).toContain('runAsNonRoot: true');
      expect(pod).toContain('type: RuntimeDefault');
      expect(pod).toContain('automountServiceAccountToken: false');
    }
  });
});
