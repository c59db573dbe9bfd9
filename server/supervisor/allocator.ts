/**
 * How glibc's malloc keeps the memory of messages small, as the image sets it too: few arenas for the threads, and buffers
 * above 128 kB given back to the system at once instead of kept in pieces. A worker peaks at 265 MiB with it, at 400
 * without (bench/MAIL.md). Other C libraries ignore it.
 */
export const ALLOCATOR_VARIABLES = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
} as const;
