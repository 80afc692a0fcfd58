/* A secretary works in one branch and cannot see the other college, by any way in. */
import { expect, settled, signIn, test } from './support/page.ts'

test('a secretary cannot see the people, dossiers and organisations of another college', async ({ page, browser, baseURL }) => {
  const other = await (await browser.newContext({ baseURL })).newPage()
  await other.addInitScript(() => localStorage.setItem('jishi.watermark', 'off'))
  await signIn(other, 'secretary2')
  const theirs = await (await other.request.get('/api/v1/session')).json() as { rights: { organisation_id: string; organisation_name: string }[] }
  const them = theirs.rights[0]!
  const people = await (await other.request.get(`/api/v1/people?organisation_id=${them.organisation_id}`)).json() as { items: { id: string; name: string; student_no: string | null }[] }
  const cases = await (await other.request.get('/api/v1/cases')).json() as { items: { id: string }[] }
  const victim = people.items.find((p) => p.student_no)!
  await other.goto(`/people/${victim.id}`)
  await expect(other.getByRole('heading', { name: victim.name })).toBeVisible()
  await other.context().close()

  await signIn(page, 'secretary')
  await page.goto(`/people?q=${encodeURIComponent(victim.student_no!)}`)
  await settled(page)
  await expect(page.getByText('没有符合条件的人员')).toBeVisible()
  await page.goto(`/people/${victim.id}`)
  await settled(page)
  await expect(page.getByText('没有找到，或者您无权查看。')).toBeVisible()
  if (cases.items[0]) {
    await page.goto(`/cases/${cases.items[0].id}`)
    await settled(page)
    await expect(page.getByText('没有找到，或者您无权查看。')).toBeVisible()
  }
  await page.goto('/organisations')
  await settled(page)
  await expect(page.getByText(them.organisation_name)).toHaveCount(0)
  await page.goto(`/organisations?id=${them.organisation_id}`)
  await settled(page)
  await expect(page.getByText('没有找到，或者您无权查看。')).toBeVisible()
})

test('the navigation offers only what the post allows', async ({ page }) => {
  await signIn(page, 'secretary')
  await settled(page)
  const menu = page.getByRole('button', { name: '打开导航' })
  if (await menu.isVisible()) await menu.click()
  const nav = page.getByRole('navigation', { name: '主导航' })
  await expect(nav.getByRole('link', { name: '名册' })).toBeVisible()
  for (const name of ['账号', '审计日志', '设置']) await expect(nav.getByRole('link', { name, exact: true })).toHaveCount(0)
})
