import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

let compiled: Promise<string> | null = null;

/** Compiles the TypeScript entry for development and tests; the result is named by its content. */
async function compileEntry(source: string): Promise<string> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [source],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  });
  const code = result.outputFiles[0]!.text;
  const folder = path.resolve(path.dirname(source), '../../node_modules/.cache/pmis');
  const file = path.join(folder, `parser-thread-${createHash('sha256').update(code).digest('hex').slice(0, 16)}.mjs`);
  if (!existsSync(file)) {
    await mkdir(folder, { recursive: true });
    const draft = `${file}.${process.pid}.${Date.now()}`;
    await writeFile(draft, code);
    await rename(draft, file);
  }
  return file;
}

/**
 * The file to start a parser thread from: `parser-thread.js` beside the bundle in production, else the TypeScript entry
 * compiled once into node_modules/.cache/pmis.
 */
export async function threadEntry(): Promise<string> {
  const here = path.dirname(fileURLToPath(import.meta.url));
  for (const built of [path.join(here, 'parser-thread.js'), path.join(here, '../parser-thread.js')]) {
    if (existsSync(built)) return built;
  }
  compiled ??= compileEntry(path.resolve(here, '../parser-thread.ts'));
  return compiled;
}
