import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appRoot } from './app-root.ts';

export interface BuildInfo {
  version: string;
  /** Short git commit of the sources, `none` without a git checkout, `dev` when no build was made. */
  commit: string;
  /** ISO instant of the build, empty when no build was made. */
  builtAt: string;
}

function readBuildInfo(): BuildInfo {
  try {
    return JSON.parse(readFileSync(join(appRoot, 'build/build-info.json'), 'utf8')) as BuildInfo;
  } catch {
    const { version } = JSON.parse(readFileSync(join(appRoot, 'package.json'), 'utf8')) as { version: string };
    return { version, commit: 'dev', builtAt: '' };
  }
}

/** What this process was built from; written by `npm run build` to build/build-info.json. */
export const buildInfo: BuildInfo = readBuildInfo();
