/* Where I stand: the applicant's own page, phone first, without the component library. */
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'

test('an applicant sees what is awaited, from whom, since when and the first lawful day', async ({ page }) => {
  await signIn(page, 'activist')
  await expect(page).toHaveURL(/where-i-stand/)
  await settled(page)
  await expect(page.getByRole('heading', { name: '我的进度' })).toBeVisible()
  const told = await (await page.request.get('/api/v1/where-i-stand')).json() as { awaited: { title: { zh: string }; organisation_name: string; earliest_on: string | null }; steps_done: number }
  const card = page.getByRole('region', { name: told.awaited.title.zh })
  await expect(card).toContainText(told.awaited.organisation_name)
  await expect(card.getByText('自何时起等待')).toBeVisible()
  if (told.awaited.earliest_on) {
    const [y, m, d] = told.awaited.earliest_on.split('-').map(Number)
    await expect(card).toContainText(`${y}年${m}月${d}日`)
  }
  await expect(page.getByText(`已完成${told.steps_done}步，共25步`)).toBeVisible()
  await expectNoSidewaysScrolling(page, 'where I stand')
  await expectAccessible(page, 'where I stand')
})

test("an organisation's delay is shown as its debt", async ({ page }) => {
  for (const login of ['applicant', 'activist', 'probationary']) {
    await signIn(page, login)
    const told = await (await page.request.get('/api/v1/where-i-stand')).json() as { delays: { overdue_days: number }[] }
    await settled(page)
    const heading = page.getByRole('heading', { name: '组织方面的延误' })
    if (told.delays.length > 0) await expect(page.getByText(`逾期${told.delays[0]!.overdue_days}天`)).toBeVisible()
    else await expect(heading).toHaveCount(0)
    await page.context().clearCookies()
  }
})

test("the applicant's pages load at most 200 kB", async ({ page }) => {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  let bytes = 0
  cdp.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength })
  await signIn(page, 'applicant')
  await settled(page)
  await page.getByRole('button', { name: '何' }).or(page.getByRole('banner').getByRole('button').last()).last().click()
  await page.getByRole('link', { name: '账号与安全' }).click()
  await settled(page)
  test.info().annotations.push({ type: 'bytes', description: String(bytes) })
  expect(bytes).toBeLessThanOrEqual(200_000)
})

test('an applicant finds no way to the pages of others', async ({ page }) => {
  await signIn(page, 'applicant')
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await page.goto('/people')
  await settled(page)
  await expect(page.getByText('您可以查看，但没有办理的权限。').or(page.getByText('没有找到，或者您无权查看。'))).toBeVisible()
  await expect(page.locator('table.grid')).toHaveCount(0)
})
