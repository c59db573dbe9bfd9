import { buildInfo } from '../build-info.ts';

/** The build as Sentry names it, the same in server, worker, browser and uploaded source maps. */
export const release = `pmis@${buildInfo.version}+${buildInfo.commit}`;
