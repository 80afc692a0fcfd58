/*
 * Journeys of real users against the real server, on Debian's Chromium, desktop and phone.
 *   JISHI_BIN=../../build/jishi npx playwright test
 * Each file starts a server of its own (support/server.ts). JISHI_SHOTS=1 writes docs/screenshots.
 */
import { defineConfig } from '@playwright/test'

const chromium = {
  browserName: 'chromium' as const,
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    env: { ...process.env, LANGUAGE: 'zh_CN' } as Record<string, string>,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--font-render-hinting=none', '--force-color-profile=srgb', '--lang=zh-CN'],
  },
  locale: 'zh-CN', timezoneId: 'Asia/Shanghai', actionTimeout: 8_000,
}

export default defineConfig({
  testDir: '.',
  outputDir: './test-results',
  globalSetup: './support/setup.ts',
  timeout: 120_000,
  expect: { timeout: 8_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  use: { trace: 'retain-on-failure' },
  projects: [
    { name: 'desktop', use: { ...chromium, viewport: { width: 1366, height: 850 } } },
    { name: 'phone', use: { ...chromium, viewport: { width: 390, height: 844 }, hasTouch: true } },
  ],
})
