/* The secretary's hand-over: prepared, confirmed, signed; the right goes in that moment. */
import type { Browser, Page } from '@playwright/test'
import { startServer } from './support/server.ts'
import { expect, expectAccessible, expectNoSidewaysScrolling, settled, signIn, test } from './support/page.ts'

async function actor(browser: Browser, baseURL: string, login: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: test.info().project.use.viewport ?? null, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  await context.addInitScript(() => localStorage.setItem('jishi.watermark', 'off'))
  const page = await context.newPage()
  await signIn(page, login)
  return page
}

test('the secretary hands over in a quarter of an hour', async ({ browser }) => {
  const server = await startServer() /* its own: the other journeys' secretary keeps her post */
  try {
    await handOver(browser, server.url)
  } finally {
    await server.stop()
  }
})

async function handOver(browser: Browser, baseURL: string): Promise<void> {
  const [secretary, organiser, successor] = [await actor(browser, baseURL, 'secretary'), await actor(browser, baseURL, 'organiser'), await actor(browser, baseURL, 'successor')]
  const heir = (await (await successor.request.get('/api/v1/session')).json() as { name: string }).name

  await test.step('the predecessor leaves three lines; the list makes itself', async () => {
    await secretary.goto('/handovers')
    await settled(secretary)
    await expect(secretary.getByText('没有交接')).toBeVisible()
    await secretary.getByRole('button', { name: '发起交接' }).click()
    const dialog = secretary.getByRole('dialog')
    await expect(dialog).toBeVisible()
    await secretary.waitForTimeout(300)
    await expectAccessible(secretary, 'beginning')
    await dialog.getByLabel('接任人').fill(heir)
    await secretary.locator('.ant-select-item-option', { hasText: heir }).first().click()
    await dialog.getByLabel('第1句').fill('六月前把两名预备党员转正办完。')
    await dialog.getByLabel('第2句').fill('函调信找辅导员催。')
    await dialog.getByLabel('账号、房间、钥匙').fill('活动室钥匙一把，支部邮箱密码已改。')
    await dialog.getByRole('button', { name: '发起交接' }).click()
    await expect(secretary).toHaveURL(/handovers\/\d+/)
    await settled(secretary)
    await expect(secretary.getByText('等待上级党组织确认接任人。')).toBeVisible()
    await expect(secretary.getByRole('heading', { name: /^待办（\d+件）$/ })).toBeVisible()
    await expect(secretary.getByRole('heading', { name: /^在办人员（\d+人）$/ })).toBeVisible()
    await expectNoSidewaysScrolling(secretary, 'the package')
    await expectAccessible(secretary, 'the package')
  })
  const path = new URL(secretary.url()).pathname

  await test.step('before it is confirmed the successor sees no names', async () => {
    await successor.goto(path)
    await settled(successor)
    await expect(successor.getByText('确认接任人后可以看到交接清单。')).toBeVisible()
    await expect(successor.getByRole('button', { name: '签收并接任' })).toHaveCount(0)
  })

  await test.step('the organisation above confirms', async () => {
    await organiser.goto(path)
    await organiser.getByRole('button', { name: '确认接任人' }).click()
    const dialog = organiser.getByRole('dialog')
    await dialog.getByLabel('任职依据').fill('院党〔2026〕21号')
    await dialog.getByRole('button', { name: '确认接任人' }).click()
    await expect(organiser.getByText(`等待${heir}签收。`)).toBeVisible()
  })

  const someone = (await (await secretary.request.get('/api/v1/cases?limit=1')).json() as { items: { id: string }[] }).items[0]!.id

  await test.step('the successor signs, and the rights change', async () => {
    await expect((await successor.request.get(`/api/v1/cases/${someone}`)).status()).toBe(403)
    await successor.reload()
    await settled(successor)
    await expect(successor.getByText('六月前把两名预备党员转正办完。')).toBeVisible()
    await expectAccessible(successor, 'before signing')
    await successor.getByRole('button', { name: '签收并接任' }).click()
    await expect(successor.getByRole('dialog')).toContainText('签收即刻生效')
    await successor.getByRole('dialog').getByRole('button', { name: '签收并接任' }).click()
    await expect(successor.getByText('已签收，您的权限已生效')).toBeVisible()
    await expect(successor.getByRole('heading', { name: /^签收时的待办（\d+件）$/ })).toBeVisible()
    expect((await secretary.request.get(`/api/v1/cases/${someone}`)).status()).toBe(403)
    expect((await successor.request.get(`/api/v1/cases/${someone}`)).status()).toBe(200)
    await successor.goto(`/cases/${someone}`)
    await expect(successor.getByRole('heading', { level: 1 })).toContainText('的发展档案')
    await secretary.goto('/today')
    await settled(secretary)
    await expect(secretary.getByText('您可以查看，但没有办理的权限。').or(secretary.getByText('没有找到，或者您无权查看。')).first()).toBeVisible()
    await secretary.goto(path)
    await settled(secretary)
    await expect(secretary.getByText('交接已完成，您不再查看这个组织的清单。')).toBeVisible()
  })
  for (const p of [secretary, organiser, successor]) await p.context().close()
}
