import { createContext, useContext } from 'react';

/**
 * The CSP nonce of this response. The server renders with the real one; the browser hides nonces from scripts,
 * so the client renders with '' and hydration matches.
 */
export const NonceContext = createContext('');

/** The nonce for a `<script>` or `<style>` of ours. */
export function useNonce(): string {
  return useContext(NonceContext);
}
