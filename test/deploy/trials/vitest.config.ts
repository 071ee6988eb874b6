import { defineConfig } from 'vitest/config';
import { reporters } from '../../reporters.ts';

/** What installs from the registry and takes minutes: the image and the release, built and run. */
export default defineConfig({
  test: {
    include: ['test/deploy/trials/*.test.ts'],
    globalSetup: 'test/deploy/trials/made-release.ts',
    deps: { interopDefault: false },
    reporters: reporters(),
    // Bounds for what hangs, not for what is slow: everything here waits for events.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Each of them keeps both processors busy.
    fileParallelism: false,
  },
});
