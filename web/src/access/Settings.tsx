/* The school's own choices, each valid from a day on. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { Setting } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { DayInput } from '../platform/inputs'
import { Empty, Failure, Loading, PageHeader } from '../platform/plain'
import { homeOrganisation, useSession } from '../platform/session'
import { putSetting, settings } from './api'

export default function Settings() {
  const session = useSession()
  const client = useQueryClient()
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
            <div className="event" key={s.name + s.from_on} style={{ justifyContent: 'space-between', alignItems: 'center' }}>
              <div><b>{tc('setting', s.name)}</b><div className="muted small">{t('settings.value_from', { value: s.value, day: day(s.from_on) })}</div></div>
              <Button size="small" onClick={() => setEditing(s)}>{t('action.edit')}</Button>
            </div>
          ))}
        </section>
      )}
      {editing && (
        <FormModal<{ value: string; from_on: string }> title={tc('setting', editing.name)} close={() => setEditing(null)} initial={{ value: editing.value, from_on: session.today }}
          submit={async (v) => {
            await putSetting(editing.name, { organisation_id, ...v })
            await client.invalidateQueries({ queryKey: ['settings'] })
          }}>
          <Form.Item name="value" label={t('settings.value')} rules={[{ required: true }]}><Input maxLength={200} /></Form.Item>
          <Form.Item name="from_on" label={t('settings.from_on')} rules={[{ required: true }]}><DayInput /></Form.Item>
        </FormModal>
      )}
    </>
  )
}
