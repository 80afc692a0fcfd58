/* Every screen: nothing for axe to find, no sideways scrolling at this width, a title, no error. */
import type { Page } from '@playwright/test'
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'

async function look(page: Page, path: string): Promise<void> {
  await test.step(path, async () => {
    await page.goto(path)
    await settled(page)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await expect(page.locator('.note.bad')).toHaveCount(0)
    await expect(page).toHaveTitle(/基石/)
    await expectNoSidewaysScrolling(page, path)
    await expectAccessible(page, path)
  })
}

test('pages before a session', async ({ page }) => {
  for (const path of ['/sign-in', '/setup', '/link#abc', '/link']) await look(page, path)
})

test('pages of the administrator', async ({ page }) => {
  test.setTimeout(240_000)
  await signIn(page, 'admin')
  const first = async (path: string): Promise<string> => ((await (await page.request.get(path)).json()) as { items: { id: string }[] }).items[0]!.id
  const person = await first('/api/v1/people?stage=probationary')
  const college = ((await (await page.request.get('/api/v1/organisations')).json()) as { items: { id: string; code: string }[] }).items.find((o) => o.code === 'YX01')!.id
  for (const m of ((await (await page.request.get(`/api/v1/desk/meetings?organisation_id=${college}`)).json()) as { items: { id: string }[] }).items) await look(page, `/desk/meetings/${m.id}`)
  for (const path of ['/today', '/cases', '/people', `/people/${person}`, '/organisations', '/organisations/changes', '/organisations/goals', '/posts', '/desk', '/desk?tab=filing', '/desk?tab=meetings', '/plan', '/leaving', '/papers', '/procedures', '/figures', '/dossiers', '/dossiers/print', '/handovers', '/imports', '/accounts', '/audit', '/settings', '/security', '/no-such-page'])
    await look(page, path)
})

test('a dossier of each stage', async ({ page }) => {
  test.setTimeout(240_000)
  await signIn(page, 'admin')
  for (const stage of ['applicant', 'activist', 'candidate', 'probationary']) {
    const list = await (await page.request.get(`/api/v1/cases?stage=${stage}&state=open`)).json() as { items: { id: string }[] }
    if (list.items[0]) await look(page, `/cases/${list.items[0].id}`)
  }
})

test('dialogs', async ({ page }) => {
  await signIn(page, 'admin')
  for (const [path, button] of [['/people', '新增人员'], ['/people', '导出'], ['/organisations?id=1', '变更'], ['/organisations?id=1', '成立下级组织'], ['/posts', '任职'], ['/accounts', '开通账号']] as const) {
    await test.step(`${path} ${button}`, async () => {
      await page.goto(path)
      await settled(page)
      await page.getByRole('button', { name: button, exact: true }).first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await page.waitForTimeout(300)
      await expectNoSidewaysScrolling(page, button)
      await expectAccessible(page, button)
      await page.keyboard.press('Escape')
    })
  }
})

test('the same pages in English', async ({ page }) => {
  await signIn(page, 'admin')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible()
  for (const [path, title] of [['/people', 'Roster'], ['/cases', 'Dossiers'], ['/organisations', 'Organisations']] as const) {
    await page.goto(path)
    await settled(page)
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await expectNoSidewaysScrolling(page, title)
  }
})

test('screenshots for the README', async ({ page }) => {
  test.skip(!process.env.JISHI_SHOTS, 'written only when asked')
  const phone = test.info().project.name === 'phone'
  const folder = new URL('../../docs/screenshots/', import.meta.url).pathname
  if (phone) {
    await signIn(page, 'activist')
    await settled(page)
    await page.screenshot({ path: folder + 'where-i-stand.png' })
    return
  }
  await signIn(page, 'secretary')
  await settled(page)
  await page.waitForTimeout(800)
  await page.screenshot({ path: folder + 'today.png' })
})
