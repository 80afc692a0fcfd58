/* The roster: who belongs where, at which stage; search, filters, export with a purpose. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Form, Input, Radio } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { PersonRow } from '../api'
import { openCase } from '../development/api'
import { t, tc } from '../i18n'
import { day } from '../platform/dates'
import { FormModal } from '../platform/FormModal'
import { errorText } from '../platform/http'
import { CodeSelect, DayInput, OrgTreeSelect, PlainSelect, useSettled } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { PermissionGate } from '../platform/ConfirmAction'
import { homeOrganisation, may, useSession } from '../platform/session'
import { StageTag } from '../platform/StageTag'
import { useFilters, type Filters } from '../platform/useFilters'
import { addPerson, classes, exportRoster, people } from './api'
import { PersonFields } from './PersonFields'
import { ALL_STAGES } from './words'

export function SearchBox({ value, onChange, placeholder }: { value: string; onChange: (v: string) => void; placeholder: string }) {
  const [typed, setTyped] = useState(value)
  const settled = useSettled(typed, 250)
  useEffect(() => {
    if (settled.trim() !== value) onChange(settled.trim())
    /* only when typing has settled */
  }, [settled])
  return <Input className="wide" type="search" allowClear aria-label={placeholder} placeholder={placeholder} value={typed} onChange={(e) => setTyped(e.target.value)} />
}

function FilterBar({ f, set }: { f: Filters; set: (c: Record<string, string | undefined>) => void }) {
  const classList = useQuery({ queryKey: ['classes', f.organisation_id ?? ''], queryFn: () => classes({ organisation_id: f.organisation_id, limit: 200 }), enabled: !!f.organisation_id })
  return (
    <>
      <SearchBox value={f.q ?? ''} onChange={(q) => set({ q })} placeholder={t('roster.search')} />
      <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={t('roster.all_organisations')} value={f.organisation_id} onChange={(v) => set({ organisation_id: v, class_id: undefined })} /></div>
      <CodeSelect aria-label={t('field.stage')} group="stage" codes={ALL_STAGES} all={t('roster.all_stages')} value={f.stage} onChange={(stage) => set({ stage })} />
      {classList.data && classList.data.items.length > 0 && (
        <PlainSelect aria-label={t('field.class')} placeholder={t('roster.all_classes')} value={f.class_id} onChange={(v) => set({ class_id: v })} options={classList.data.items.map((c) => ({ value: c.id, label: c.name }))} />
      )}
      <PlainSelect className="end" aria-label={t('roster.sort')} value={f.sort ?? 'name'} onChange={(sort) => set({ sort })} options={['name', 'stage', 'joined'].map((s) => ({ value: s, label: tc('roster.sort', s) }))} />
    </>
  )
}

const columns = (): Column<PersonRow>[] => [
  { key: 'name', title: t('field.name'), render: (r) => <Link to={`/people/${r.id}`}>{r.name}</Link>, className: 'nowrap' },
  { key: 'no', title: t('field.number'), render: (r) => <span className="num">{r.student_no ?? r.staff_no}</span>, className: 'nowrap' },
  { key: 'sex', title: t('field.sex'), render: (r) => tc('sex', r.sex), className: 'nowrap' },
  { key: 'ethnicity', title: t('field.ethnicity'), render: (r) => r.ethnicity, className: 'nowrap' },
  { key: 'branch', title: t('field.branch'), render: (r) => r.branch_name },
  { key: 'class', title: t('field.class'), render: (r) => r.class_name },
  { key: 'stage', title: t('field.stage'), render: (r) => <StageTag stage={r.stage} />, className: 'nowrap' },
  { key: 'joined', title: t('field.joined_on'), render: (r) => <span className="num">{r.joined_on}</span>, className: 'nowrap' },
  { key: 'full', title: t('field.full_on'), render: (r) => <span className="num">{r.full_on}</span>, className: 'nowrap' },
]

function card(r: PersonRow) {
  return (
    <>
      <div className="item-top"><Link to={`/people/${r.id}`}>{r.name}</Link><StageTag stage={r.stage} /></div>
      <div className="meta num">{[r.student_no ?? r.staff_no, tc('sex', r.sex), r.class_name].filter(Boolean).join(' · ')}</div>
      <div className="meta">{r.branch_name}{r.joined_on ? ` · ${t('roster.joined', { day: day(r.joined_on) })}` : ''}</div>
    </>
  )
}

interface ExportForm { organisation_id: string; purpose: string; receiver?: string; columns: string; whole_id?: boolean }

function ExportDialog({ organisationId, close }: { organisationId?: string; close: () => void }) {
  const { message } = App.useApp()
  return (
    <FormModal<ExportForm> title={t('export.title')} ok={t('export.go')} close={close} initial={{ organisation_id: organisationId, columns: 'short' }}
      submit={async (v) => {
        await exportRoster({ ...v, whole_id: v.whole_id ?? false }, `${t('export.file')}.xlsx`)
        void message.success(t('export.done'))
      }}>
      <p className="muted" style={{ marginBottom: 16 }}>{t('export.text')}</p>
      <Form.Item name="organisation_id" label={t('export.scope')} rules={[{ required: true }]}><OrgTreeSelect /></Form.Item>
      <Form.Item name="purpose" label={t('export.purpose')} rules={[{ required: true, min: 2 }]}><Input maxLength={200} placeholder={t('export.purpose_example')} /></Form.Item>
      <Form.Item name="receiver" label={t('export.receiver')}><Input maxLength={100} /></Form.Item>
      <Form.Item name="columns" label={t('export.columns')}>
        <Radio.Group options={['short', 'basic', 'provincial'].map((c) => ({ value: c, label: tc('export.columns', c) }))} />
      </Form.Item>
      <PermissionGate perm="id_reveal"><Form.Item name="whole_id" valuePropName="checked"><Checkbox>{t('export.whole_id')}</Checkbox></Form.Item></PermissionGate>
      <Link to="/people/exports" className="small">{t('export.past')}</Link>
    </FormModal>
  )
}

function AddDialog({ close }: { close: () => void }) {
  const session = useSession()
  const navigate = useNavigate()
  const client = useQueryClient()
  return (
    <FormModal title={t('person.add')} close={close} width={680} initial={{ from_on: session.today } as Record<string, string>}
      submit={async (v) => {
        const { id } = await addPerson(v)
        await client.invalidateQueries({ queryKey: ['people'] })
        void navigate(`/people/${id}`)
      }}>
      <div className="two">
        <Form.Item name="branch_id" label={t('field.branch')} rules={[{ required: true }]}><OrgTreeSelect branchesOnly /></Form.Item>
        <Form.Item name="from_on" label={t('person.from_on')} rules={[{ required: true }]}><DayInput /></Form.Item>
      </div>
      <PersonFields withId />
    </FormModal>
  )
}

function BulkOpen({ rows, done }: { rows: PersonRow[]; done: () => void }) {
  const { message } = App.useApp()
  const client = useQueryClient()
  const [left, setLeft] = useState(0)
  const run = async (): Promise<void> => {
    let failed = 0
    for (const [i, r] of rows.entries()) {
      setLeft(rows.length - i)
      try {
        await openCase({ person_id: r.id })
      } catch (e) {
        failed += 1
        void message.error(`${r.name}${t('punctuation.colon')}${errorText(e)}`)
      }
    }
    setLeft(0)
    await client.invalidateQueries()
    void message.success(t('roster.opened', { n: rows.length - failed }))
    done()
  }
  return <Button size="small" loading={left > 0} onClick={() => void run()}>{t('roster.open_cases')}</Button>
}

export default function Roster() {
  const session = useSession()
  const [f, set] = useFilters()
  const [dialog, setDialog] = useState<'export' | 'add' | null>(null)
  const [picked, setPicked] = useState<{ keys: string[]; rows: PersonRow[] }>({ keys: [], rows: [] })
  const mayOpen = may(session, 'case_branch')
  return (
    <>
      <PageHeader title={t('nav.people')} actions={
        <>
          <Link to={`/people/print${location.search}`}><Button tabIndex={-1}>{t('action.print')}</Button></Link>
          <PermissionGate perm="export"><Button onClick={() => setDialog('export')}>{t('export.button')}</Button></PermissionGate>
          <PermissionGate perm="directory_edit"><Button type="primary" onClick={() => setDialog('add')}>{t('person.add')}</Button></PermissionGate>
        </>
      } />
      <PageTable<PersonRow>
        name="people" label={t('nav.people')} load={people} rowKey={(r) => r.id} columns={columns()} card={card}
        query={{ q: f.q, organisation_id: f.organisation_id, stage: f.stage, class_id: f.class_id, sort: f.sort ?? 'name' }}
        filters={<FilterBar f={f} set={set} />} totalText={(n) => t('roster.total', { n })}
        empty={{ title: t('roster.empty'), text: f.q || f.stage || f.organisation_id ? t('roster.empty_filtered') : may(session, 'import') ? <Link to="/imports">{t('roster.empty_import')}</Link> : undefined }}
        selected={mayOpen ? picked.keys : undefined} onSelect={mayOpen ? (keys, rows) => setPicked({ keys, rows }) : undefined} selectLabel={(r) => t('table.select_one', { name: r.name })}
        selectedActions={<BulkOpen rows={picked.rows} done={() => setPicked({ keys: [], rows: [] })} />}
      />
      {dialog === 'export' && <ExportDialog organisationId={f.organisation_id ?? homeOrganisation(session)} close={() => setDialog(null)} />}
      {dialog === 'add' && <AddDialog close={() => setDialog(null)} />}
    </>
  )
}
