/* The component library around the pages of those who hold a post. */
import './staff.css'
import { App, ConfigProvider } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { lang } from '../i18n'
import { Loading } from './plain'
import { theme } from './theme'

type Locale = NonNullable<Parameters<typeof ConfigProvider>[0]['locale']>

async function locale(): Promise<Locale> {
  return lang() === 'en' ? (await import('antd/es/locale/en_US')).default : (await import('antd/es/locale/zh_CN')).default
}

export default function Staff({ children }: { children: ReactNode }) {
  const [words, setWords] = useState<Locale>()
  useEffect(() => {
    void locale().then(setWords)
  }, [])
  /* Not before: the library mounts its children anew when the language comes, and typed text is lost. */
  if (!words) return <div className="card"><Loading /></div>
  return (
    <ConfigProvider theme={theme} locale={words} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <App component={false}>{children}</App>
    </ConfigProvider>
  )
}
