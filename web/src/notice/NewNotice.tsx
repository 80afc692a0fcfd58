/* A new notice: who, when, where; seen as it will stand before it is posted. */
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Notice, NoticeReady } from '../api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { Refusal } from '../platform/FormModal'
import { ApiError, faultText } from '../platform/http'
import { DayInput, OrgTreeSelect, PlainSelect } from '../platform/inputs'
import { Empty, Failure, Loading, Note, PageHeader } from '../platform/plain'
import { homeOrganisation } from '../platform/rights'
import { useSession } from '../platform/session'
import { useFilters } from '../platform/useFilters'
import { postNotice, previewNotice, readyFor, type NewNotice as Body } from './api'
import { Sheet } from './Sheet'

const KINDS = ['candidate', 'conversion', 'admission', 'activist'] as const

function Pick({ people, value = [], onChange }: { people: NoticeReady[]; value?: string[]; onChange?: (ids: string[]) => void }) {
  const all = value.length === people.length
  return (
    <div role="group" aria-label={t('notice.people')}>
      <Button size="small" onClick={() => onChange?.(all ? [] : people.map((p) => p.case_id))}>{t(all ? 'notice.pick_none' : 'notice.pick_all', { n: people.length })}</Button>
      <div className="pick-list">
        {people.map((p) => (
          <label key={p.case_id}>
            <input type="checkbox" checked={value.includes(p.case_id)} onChange={(e) => onChange?.(e.target.checked ? [...value, p.case_id] : value.filter((id) => id !== p.case_id))} />
            <span><b>{p.name}</b> <span className="muted small">{p.class_name ?? p.branch_name}{p.earliest_on && ` · ${t('notice.ready_from', { day: day(p.earliest_on) })}`}</span></span>
          </label>
        ))}
      </div>
    </div>
  )
}

type Values = Omit<Body, 'organisation_id' | 'kind'>

export default function NewNotice() {
  const session = useSession()
  const navigate = useNavigate()
  const [f, set] = useFilters()
  const [form] = Form.useForm<Values>()
  const organisation_id = f.organisation_id ?? homeOrganisation(session) ?? ''
  const kind = KINDS.find((k) => k === f.kind) ?? 'candidate'
  const q = useQuery({ queryKey: ['notice-ready', organisation_id, kind], queryFn: () => readyFor(organisation_id, kind), enabled: organisation_id !== '' })
  const [seen, setSeen] = useState<Notice | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const body = (v: Values): Body => ({ ...v, organisation_id, kind, days: v.days ?? undefined, reason: v.reason || undefined, case_ids: v.case_ids ?? [] })
  const run = async (act: (b: Body) => Promise<void>): Promise<void> => {
    const values = await form.validateFields().catch(() => null)
    if (!values) return
    setBusy(true)
    setError(null)
    try {
      await act(body(values))
    } catch (cause) {
      setError(cause)
      if (cause instanceof ApiError) form.setFields(cause.fields.map((x) => ({ name: x.field.replace(/\[.*/, '') as never, errors: [faultText(x)] })))
    } finally {
      setBusy(false)
    }
  }
  const change = (next: Record<string, string | undefined>): void => {
    set(next)
    setSeen(null)
    form.setFieldValue('case_ids', [])
  }
  return (
    <>
      <PageHeader title={t('notices.new')} sub={t('notice.new_sub')} back={{ to: '/notices', text: t('nav.notices') }} />
      <section className="card no-print">
        <div className="filters" style={{ marginBottom: 14 }}>
          <PlainSelect aria-label={t('notices.kind')} value={kind} options={KINDS.map((k) => ({ value: k, label: tc('notice_kind', k) }))} onChange={(v) => change({ kind: v })} />
          <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} value={organisation_id} onChange={(v) => change({ organisation_id: v })} /></div>
        </div>
        {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
        {q.isPending && <Loading />}
        {q.data?.items.length === 0 && <Empty title={t('notice.nobody')}>{t('notice.nobody_text')}</Empty>}
        {q.data && q.data.items.length > 0 && (
          <Form<Values> form={form} layout="vertical" initialValues={{ posted_on: session.today, case_ids: [] }} onValuesChange={() => setSeen(null)}>
            {error !== null && <Refusal error={error} />}
            <Form.Item name="case_ids" label={t('notice.people')} rules={[{ required: true, type: 'array', min: 1, message: t('notice.pick_needed') }]}><Pick people={q.data.items} /></Form.Item>
            <div className="row" style={{ gap: 16, alignItems: 'flex-start', flexWrap: 'wrap' }}>
              <Form.Item name="posted_on" label={t('notice.posted_on')} rules={[{ required: true, message: t('fault.required') }]}><DayInput /></Form.Item>
              <Form.Item name="days" label={t('notice.days')} extra={t('notice.days_help')}><InputNumber min={1} max={60} style={{ width: 120 }} /></Form.Item>
            </div>
            <Form.Item name="places" label={t('notice.places')} extra={t('notice.places_help')} rules={[{ required: true, min: 2, message: t('fault.required') }]}><Input maxLength={200} placeholder={t('notice.places_hint')} /></Form.Item>
            <Form.Item name="contact" label={t('notice.contact')} extra={t('notice.contact_help')} rules={[{ required: true, min: 2, message: t('fault.required') }]}><Input maxLength={200} placeholder={t('notice.contact_hint')} /></Form.Item>
            <Form.Item name="reason" label={t('notice.reason')} extra={t('notice.reason_help')}><Input maxLength={200} /></Form.Item>
            <div className="row" style={{ gap: 10 }}>
              <Button loading={busy && !seen} onClick={() => void run(async (b) => setSeen(await previewNotice(b)))}>{t('notice.preview')}</Button>
              <Button type="primary" disabled={!seen} loading={busy && seen !== null} onClick={() => void run(async (b) => { await navigate(`/notices/${(await postNotice(b)).id}`) })}>{t('notice.post')}</Button>
            </div>
          </Form>
        )}
      </section>
      {seen && <><Note kind="info">{t('notice.preview_text', { last: day(seen.last_on) })}</Note><Sheet n={seen} /></>}
    </>
  )
}
