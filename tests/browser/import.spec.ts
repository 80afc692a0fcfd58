/* A real roster goes in: preview with every fault in words, confirm, undo. */
import { resolve } from 'node:path'
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'

const samples = process.env.JISHI_SAMPLES ?? resolve(import.meta.dirname, '../samples')

test('a roster is previewed, confirmed and taken back', async ({ page }) => {
  await signIn(page, 'admin')
  await page.goto('/imports')
  await settled(page)
  await page.locator('input[type="file"]').setInputFiles(resolve(samples, 'roster-basic-17.xlsx'))
  await expect(page).toHaveURL(/imports\/\d+/)
  await expect(page.getByText(/共读到120行/)).toBeVisible({ timeout: 20_000 })
  await settled(page)
  await expectNoSidewaysScrolling(page, 'the preview')
  await expectAccessible(page, 'the preview')
  const button = page.getByRole('button', { name: /确认写入\d+行/ })
  const n = Number(/\d+/.exec(await button.innerText())![0])
  expect(n).toBeGreaterThan(0)
  await button.click()
  await expect(page.getByText(new RegExp(`已写入${n}行`))).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: '撤销本批次' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销本批次' }).click()
  await expect(page.getByText('本批次已撤销。')).toBeVisible({ timeout: 20_000 })
})

test('each refused row says where and why; a heading can be mapped by hand', async ({ page }) => {
  await signIn(page, 'admin')
  await page.goto('/imports')
  await page.locator('input[type="file"]').setInputFiles(resolve(samples, 'roster-broken.xlsx'))
  await expect(page.getByText(/共读到40行/)).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: /^退回/ }).click()
  await settled(page)
  for (const words of ['身份证号校验码不对', '没有姓名', '没有这一天', '入党时未满18周岁'])
    await expect(page.getByText(words, { exact: false }).first()).toBeVisible()
  await expectNoSidewaysScrolling(page, 'the refused rows')
  await expectAccessible(page, 'the refused rows')
  const sheet = page.locator('details.card').first()
  if ((await sheet.getAttribute('open')) === null) await sheet.locator('summary').click()
  const mobile = page.locator('details.card select').filter({ has: page.locator('option:checked', { hasText: '联系电话' }) }).first()
  await mobile.selectOption('')
  await expect(page.getByText(/栏未识别/).first()).toBeVisible({ timeout: 15_000 })
})

test('a file that is no workbook is refused in words and nothing is written', async ({ page }) => {
  await signIn(page, 'admin')
  await page.goto('/imports')
  await page.locator('input[type="file"]').setInputFiles({ name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('姓名,性别\n张三,男\n') })
  await expect(page.getByText('这个文件不能导入，没有写入任何内容。')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(/文本（CSV）文件|不是 Excel 工作簿/)).toBeVisible()
})
