import { fileURLToPath } from 'node:url';
import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import remixConfig from './remix.config.js';

const dir = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [tailwindcss(), remix(remixConfig)],
  resolve: { alias: { '~server': dir('./server'), '~': dir('./app') } },
  // Nothing is inlined as data: the CSP allows fonts, scripts and styles from 'self' only.
  build: { sourcemap: 'hidden', target: 'es2022', assetsInlineLimit: 0 },
  // Server only; the development scan of the routes would try to bundle its native parts for the browser.
  optimizeDeps: { exclude: ['@node-rs/argon2'] },
  server: { host: '127.0.0.1' },
});
