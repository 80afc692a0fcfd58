/* Tables of an organisation: the seven procedures agree with each person's own page; the figures of the year. */
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'

interface Row { case_id: string; person_name: string; nominated_on: string | null; approved_on: string | null }

const said = (iso: string) => iso.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')

test('a secretary prints the seven procedures and the figures of the year', async ({ page }) => {
  await signIn(page, 'secretary')
  await page.goto('/cases')
  await settled(page)
  await page.getByRole('link', { name: '七项程序表' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '七项程序表' })).toBeVisible()
  await page.getByLabel('人员类别').selectOption('probationary')
  await settled(page)
  await expectNoSidewaysScrolling(page, 'the seven procedures')
  await expectAccessible(page, 'the seven procedures')
  const branch = ((await (await page.request.get('/api/v1/session')).json()) as { rights: { organisation_id: string }[] }).rights[0]!.organisation_id
  const rows = ((await (await page.request.get(`/api/v1/organisations/${branch}/procedures?stage=probationary`)).json()) as { items: Row[] }).items
  const one = rows.find((r) => r.approved_on)!
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByText('电气2301班党支部，2026年')).toBeVisible()
  await page.emulateMedia({ media: 'screen' })

  await page.getByRole('link', { name: one.person_name, exact: true }).first().click()
  await settled(page)
  const lamps = page.locator('#seven-procedures')
  await expect(lamps).toContainText(said(one.nominated_on!))
  await expect(lamps).toContainText(said(one.approved_on!))

  await page.goto('/cases')
  await settled(page)
  await page.getByRole('link', { name: '年度数据' }).click()
  await expect(page.getByRole('heading', { level: 2, name: '电气2301班党支部2026年度发展党员数据' })).toBeVisible()
  await settled(page)
  await expectNoSidewaysScrolling(page, 'figures of the year')
  await expectAccessible(page, 'figures of the year')
  await expect(page.getByRole('row').filter({ hasText: '2023级' })).toContainText('参考线90%')
  await page.getByLabel('年度').selectOption('2025')
  await expect(page.getByRole('heading', { level: 2, name: '电气2301班党支部2025年度发展党员数据' })).toBeVisible()
})
