/* A slip: the secretary makes one for an applicant without an account, who opens it by its code. */
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'

test('a slip is made, read without an account, and ended', async ({ page, browser }) => {
  await signIn(page, 'secretary')
  const { items } = await (await page.request.get('/api/v1/cases?limit=1')).json() as { items: { id: string; person_name: string }[] }
  const one = items[0]!
  const open = async (): Promise<void> => {
    await page.goto(`/cases/${one.id}`)
    await settled(page)
    await page.getByRole('button', { name: '查询单、转接与终止' }).click()
    await page.getByRole('menuitem', { name: '进度查询单' }).click()
  }
  await open()
  await page.getByRole('button', { name: '开具查询单' }).click()
  const code = await page.getByTestId('slip-code').innerText()
  await expect(page.getByRole('img', { name: '进度查询二维码' })).toBeVisible()
  await expectAccessible(page, 'slip dialog')
  await page.screenshot({ path: test.info().outputPath('slip-dialog.png') })
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByTestId('slip-code')).toBeVisible()
  await page.emulateMedia({ media: 'screen' })

  const stranger = await (await browser.newContext({ baseURL: new URL(page.url()).origin, locale: 'zh-CN', viewport: page.viewportSize()! })).newPage()
  await stranger.goto('/sign-in')
  await stranger.getByRole('link', { name: '没有账号？凭查询单查看进度' }).click()
  await stranger.getByLabel('查询码').fill('AAAA BBBB CCCC')
  await stranger.getByRole('button', { name: '查看' }).click()
  await expect(stranger.getByText('没有找到这个查询码')).toBeVisible()
  await expect(stranger.getByLabel('查询码')).toHaveValue('AAAA BBBB CCCC')
  await expectAccessible(stranger, 'slip by code')
  await stranger.goto(`/slip#${code}`)
  await stranger.reload()
  await expect(stranger.getByRole('heading', { name: '我的进度' })).toBeVisible()
  await expect(stranger.getByText(one.person_name)).toBeVisible()
  await expect(stranger.getByRole('heading', { name: /已入卷材料/ })).toBeVisible()
  await expectNoSidewaysScrolling(stranger, 'slip')
  await expectAccessible(stranger, 'slip')
  await stranger.screenshot({ path: test.info().outputPath('slip-page.png'), fullPage: true })

  await open()
  await page.getByRole('button', { name: '作废', exact: true }).click()
  await page.getByRole('dialog').last().getByRole('button', { name: '作废', exact: true }).click()
  await expect(page.getByText('查询单已作废')).toBeVisible()
  await stranger.reload()
  await expect(stranger.getByText('没有找到这个查询码')).toBeVisible()
})
