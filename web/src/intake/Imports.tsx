/* Past batches, and a new one: pick the kind, drop the file, watch it go up. */
import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Radio } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { ImportListRow, ImportState } from '../api'
import { t, tc } from '../i18n'
import { moment } from '../platform/dates'
import { errorText } from '../platform/http'
import { OrgTreeSelect } from '../platform/inputs'
import { PageHeader } from '../platform/plain'
import { PageTable, type Column } from '../platform/PageTable'
import { homeOrganisation, may, useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { UploadList } from '../platform/UploadList'
import { imports, send } from './api'

const colour: Record<ImportState, 'good' | 'warn' | 'bad' | 'info' | 'quiet'> = { preview: 'warn', confirmed: 'good', undone: 'quiet', refused: 'bad', cancelled: 'quiet' }
export const ImportTag = ({ state }: { state: ImportState }) => <StateTag kind={colour[state] ?? 'quiet'}>{tc('import_state', state)}</StateTag>

function NewImport() {
  const session = useSession()
  const navigate = useNavigate()
  const client = useQueryClient()
  const { message } = App.useApp()
  const kinds = ['roster', 'pipeline', ...(may(session, 'organisation_edit') ? ['organisation'] : [])]
  const [kind, setKind] = useState('roster')
  const [organisation, setOrganisation] = useState(homeOrganisation(session))
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null)
  const start = async (file: File): Promise<void> => {
    if (!/\.xlsx$/i.test(file.name)) {
      void message.error(t('import.not_xlsx'), 6)
      return
    }
    setSending({ name: file.name, share: 0 })
    try {
      const { id } = await send(kind, organisation, file, (share) => setSending({ name: file.name, share }))
      await client.invalidateQueries({ queryKey: ['imports'] })
      void navigate(`/imports/${id}`)
    } catch (e) {
      void message.error(errorText(e), 6)
      setSending(null)
    }
  }
  return (
    <section className="card" aria-label={t('import.new')}>
      <h2>{t('import.new')}</h2>
      <Form layout="vertical" component="div">
        <div className="two">
          <Form.Item label={t('import.kind')} extra={tc('import_kind_help', kind)}>
            <Radio.Group value={kind} onChange={(e) => setKind(e.target.value as string)} options={kinds.map((k) => ({ value: k, label: tc('import_kind', k) }))} />
          </Form.Item>
          <Form.Item label={t('import.into')} htmlFor="import-into" extra={t('import.into_help')}><OrgTreeSelect id="import-into" value={organisation} onChange={setOrganisation} /></Form.Item>
        </div>
      </Form>
      <UploadList accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" hint={t('import.hint')} sending={sending} onFile={(f) => void start(f)} />
    </section>
  )
}

const columns = (): Column<ImportListRow>[] => [
  { key: 'file', title: t('import.file'), render: (r) => <Link to={`/imports/${r.id}`}>{r.file_name}</Link> },
  { key: 'kind', title: t('import.kind'), render: (r) => tc('import_kind', r.kind), className: 'nowrap' },
  { key: 'state', title: t('import.state'), render: (r) => <ImportTag state={r.state} />, className: 'nowrap' },
  { key: 'into', title: t('import.into'), render: (r) => r.organisation_name },
  { key: 'at', title: t('import.at'), render: (r) => <span className="num">{moment(r.created_at)}</span>, className: 'nowrap' },
]

export default function Imports() {
  const organisation_id = homeOrganisation(useSession())
  return (
    <>
      <PageHeader title={t('nav.imports')} sub={t('import.sub')} />
      <NewImport />
      <PageTable<ImportListRow>
        name="imports" label={t('import.past')} query={{ organisation_id }} load={({ limit: _, ...query }) => imports(query)} rowKey={(r) => r.id} columns={columns()}
        card={(r) => (
          <>
            <div className="item-top"><Link to={`/imports/${r.id}`}>{r.file_name}</Link><ImportTag state={r.state} /></div>
            <div className="meta num">{tc('import_kind', r.kind)} · {r.organisation_name} · {moment(r.created_at)}</div>
          </>
        )}
        empty={{ title: t('import.none'), text: t('import.none_text') }}
      />
    </>
  )
}
