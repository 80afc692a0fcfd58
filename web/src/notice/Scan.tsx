/* A file looked through for personal numbers before it is put anywhere. It is not kept. */
import { useState } from 'react'
import type { ScanReport } from '../api'
import { t, tc } from '../i18n'
import { Failure, Note, PageHeader } from '../platform/plain'
import { UploadList } from '../platform/UploadList'
import { scanFile } from './api'

export default function Scan() {
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [report, setReport] = useState<{ name: string; r: ScanReport } | null>(null)
  const look = async (file: File): Promise<void> => {
    setError(null)
    setReport(null)
    setSending({ name: file.name, share: 0 })
    try {
      setReport({ name: file.name, r: await scanFile(file, (share) => setSending({ name: file.name, share })) })
    } catch (cause) {
      setError(cause)
    } finally {
      setSending(null)
    }
  }
  return (
    <>
      <PageHeader title={t('scan.title')} sub={t('scan.sub')} back={{ to: '/notices', text: t('nav.notices') }} />
      <section className="card"><UploadList accept=".xlsx,.docx,.txt,.csv,.html,.htm" hint={t('scan.hint')} sending={sending} onFile={(f) => void look(f)} /></section>
      {error !== null && <Failure error={error} />}
      {report && (
        <section className="card" aria-live="polite">
          <h2>{report.name}</h2>
          {report.r.total === 0 ? <Note kind="good">{t('scan.clean')}</Note> : <Note kind="bad">{t('scan.found', { n: report.r.total })}</Note>}
          {report.r.unseen_n > 0 && <Note kind="warn">{t('scan.unseen', { n: report.r.unseen_n })}</Note>}
          {report.r.hits.length > 0 && (
            <table className="grid">
              <caption className="visually-hidden">{t('scan.title')}</caption>
              <thead><tr><th scope="col">{t('scan.kind')}</th><th scope="col">{t('scan.sample')}</th><th scope="col">{t('scan.where')}</th></tr></thead>
              <tbody>{report.r.hits.map((h, i) => <tr key={i}><td>{tc('leak', h.kind)}</td><td className="num">{h.sample}</td><td style={{ overflowWrap: 'anywhere' }}>{h.where ?? ''}</td></tr>)}</tbody>
            </table>
          )}
        </section>
      )}
    </>
  )
}
