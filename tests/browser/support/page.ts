/* What journeys share: a server per file, signing in, axe, no sideways scrolling. */
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { expect, test as base, type Page } from '@playwright/test'
import { startServer, type Server } from './server.ts'

export const PASSWORD = process.env.JISHI_DEMO_PASSWORD ?? 'jishi-demo-2026'
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/* What one file writes no other file finds: the last server goes when the next file begins. */
interface Running { file: string; server?: Server }

export const test = base.extend<{ page: Page; server: Server }, { running: Running }>({
  running: [async ({}, use) => {
    const running: Running = { file: '' }
    await use(running)
    await running.server?.stop()
  }, { scope: 'worker' }],
  server: async ({ running }, use, info) => {
    if (running.file !== info.file) {
      await running.server?.stop()
      running.server = await startServer({ today: process.env.JISHI_TODAY })
      running.file = info.file
    }
    await use(running.server!)
  },
  baseURL: async ({ server }, use) => use(server.url),
  page: async ({ page }, use) => {
    await page.addInitScript(() => localStorage.setItem('jishi.watermark', 'off'))
    const faults: string[] = []
    page.on('pageerror', (e) => faults.push(e.message))
    await use(page)
    expect(faults, 'errors thrown in the page').toEqual([])
  },
})
export { expect }

export async function signIn(page: Page, login: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('banner')).toContainText('基石')
  await expect(page).not.toHaveURL(/sign-in/)
}

/* Quiet: nothing on its way, nothing moving. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
}

/* No violation and nothing that could not be decided. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0)) /* text under the sticky bar could not be decided */
  /* A colour that is still fading is nobody's contrast; spinners never end, so not for ever. */
  await page.evaluate(() => Promise.race([Promise.all(document.getAnimations().map((x) => x.finished.catch(() => null))), new Promise((done) => setTimeout(done, 1000))]).then(() => null))
  await page.evaluate(axeSource)
  const found = await page.evaluate(async () => {
    const axe = (window as unknown as { axe: { run: (root: Document, o: object) => Promise<{ violations: Found[]; incomplete: Found[] }> } }).axe
    type Found = { id: string; nodes: { target: string[]; any: { message: string }[] }[] }
    const r = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
    return [...r.violations, ...r.incomplete].map((v) => `${v.id}: ${v.nodes.slice(0, 5).map((n) => `${n.target.join(' ')} (${n.any[0]?.message ?? ''})`).join('; ')}`)
  })
  expect(found, `axe on ${what}`).toEqual([])
}

export async function expectNoSidewaysScrolling(page: Page, what: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over, `${what} is wider than the window by`).toBeLessThanOrEqual(0)
}

/* An antd choice of people: type, wait for the hit, take it. */
export async function pickPerson(page: Page, label: string, typed: string): Promise<void> {
  const box = page.getByLabel(label, { exact: true })
  await box.fill(typed)
  await page.locator('.ant-select-item-option', { hasText: typed }).first().click()
}
