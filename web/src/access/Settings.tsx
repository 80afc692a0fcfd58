/* The school's own choices, each valid from a day on. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import type { Setting } from '../api'
import { POSTS } from '../directory/words'
import { lang, t, tc } from '../i18n'
import { day } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { DayInput } from '../platform/inputs'
import { Empty, Failure, Loading, PageHeader } from '../platform/plain'
import { homeOrganisation, useSession } from '../platform/session'
import { putSetting, settings } from './api'

const title = (s: Setting): string => (lang() === 'en' ? s.title_en : s.title_zh)
const isPosts = (s: Setting): boolean => s.kind === 'post_kinds' || s.value.startsWith('[')

function posts(value: string): string[] {
  try {
    return JSON.parse(value) as string[]
  } catch {
    return []
  }
}

function words(s: Setting, value: string): string {
  if (!isPosts(s)) return value
  return posts(value).map((k) => tc('post', k)).join(t('punctuation.list')) || t('settings.posts_none')
}

function Dialog({ s, organisation_id, close }: { s: Setting; organisation_id: string; close: () => void }) {
  const session = useSession()
  const client = useQueryClient()
  return (
    <FormModal<{ value: string | number | string[]; from_on: string }> title={title(s)} close={close}
      initial={{ value: isPosts(s) ? posts(s.value) : s.kind === 'number' ? Number(s.value) : s.value, from_on: session.today }}
      submit={async (v) => {
        await putSetting(s.name, { organisation_id, value: Array.isArray(v.value) ? JSON.stringify(v.value) : String(v.value), from_on: v.from_on })
        await client.invalidateQueries({ queryKey: ['settings'] })
      }}>
      <Form.Item name="value" label={t('settings.value')} rules={isPosts(s) ? undefined : [{ required: true }]}>
        {isPosts(s) ? <Checkbox.Group options={POSTS.map((k) => ({ value: k, label: tc('post', k) }))} /> : s.kind === 'number' ? <InputNumber min={s.min} max={s.max} precision={0} style={{ width: '100%' }} /> : <Input maxLength={2000} />}
      </Form.Item>
      <Form.Item name="from_on" label={t('settings.from_on')} rules={[{ required: true }]}><DayInput min={session.today} /></Form.Item>
    </FormModal>
  )
}

export default function Settings() {
  const session = useSession()
  const organisation_id = session.school?.id ?? homeOrganisation(session) ?? ''
  const [editing, setEditing] = useState<Setting | null>(null)
  const q = useQuery({ queryKey: ['settings', organisation_id], queryFn: () => settings({ organisation_id }) })
  return (
    <>
      <PageHeader title={t('nav.settings')} sub={t('settings.sub')} />
      {q.isPending && <div className="card"><Loading /></div>}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {q.data && (
        <section className="card">
          {q.data.items.length === 0 && <Empty title={t('settings.empty')}>{t('settings.empty_text')}</Empty>}
          {q.data.items.map((s) => (
            <div className="event" key={s.name} style={{ justifyContent: 'space-between', alignItems: 'center' }}>
              <div>
                <b>{title(s)}</b>
                <div className="muted small">{s.from_on ? t('settings.value_from', { value: words(s, s.value), day: day(s.from_on) }) : t('settings.standard', { value: words(s, s.standard) })}</div>
                {s.dates.filter((d) => d.from_on > session.today).map((d) => <div className="small" key={d.from_on}>{t('settings.later', { day: day(d.from_on), value: words(s, d.value) })}</div>)}
              </div>
              <Button size="small" onClick={() => setEditing(s)}>{t('action.edit')}</Button>
            </div>
          ))}
        </section>
      )}
      {editing && <Dialog s={editing} organisation_id={organisation_id} close={() => setEditing(null)} />}
    </>
  )
}
