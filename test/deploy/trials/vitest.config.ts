import { defineConfig } from 'vitest/config';

/** What installs from the registry and takes minutes: the image and the release, built and run. */
export default defineConfig({
  test: {
    include: ['test/deploy/trials/*.test.ts'],
    deps: { interopDefault: false },
    // Each of them keeps both processors busy.
    fileParallelism: false,
  },
});
