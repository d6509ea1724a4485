/** Runs the tests that stand beside the scripts and need no browser: `npm run test`. */
import { defineConfig } from "vitest/config"

export default defineConfig({
  // Two cores may be shared by many programs: the time of a test tells nothing.
  test: { include: ["{src,build}/**/*.test.ts"], environment: "node", testTimeout: 60_000 },
})
