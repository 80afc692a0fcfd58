/* The few line icons of the frame: drawn here so that the first page needs no icon library. */
const paths = {
  today: 'M4 5.5h16v15H4zM4 9.5h16M8 3v4M16 3v4M8 14l2.5 2.5L16 12',
  stand: 'M5 20V9m7 11V4m7 16v-7M3 20.5h18',
  organisations: 'M9.5 3.5h5v4h-5zM3.5 16.5h5v4h-5zM15.5 16.5h5v4h-5zM12 7.5v4.5M6 16.5V12h12v4.5',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-4 3-6 6.500-6s6 2 6.500 6M16 4.500a3.300 3.300 0 0 1 0 6.300M18 14.300c2 .8 3.200 2.700 3.500 5.700',
  cases: 'M5 3.500h10l4 4v13H5zM15 3.500v4h4M8.500 12h7M8.500 15.500h7M8.500 8.500h3',
  imports: 'M12 3.500v11M7.500 10.500l4.500 4.500 4.500-4.500M4 17v3.500h16V17',
  posts: 'M12 3.500l7.500 3v5.500c0 4.500-3 7.300-7.500 8.500-4.500-1.200-7.500-4-7.500-8.500V6.500zM8.700 12l2.300 2.300 4.300-4.500',
  accounts: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20.500c.8-4.300 3.600-6.500 8-6.500s7.200 2.200 8 6.500',
  audit: 'M5 3.500h14v17l-3-2-2 2-2-2-2 2-2-2-3 2zM8.500 8.500h7M8.500 12h7',
  settings: 'M4 7.500h9M17 7.500h3M4 16.500h3M11 16.500h9M15 5.300a2.200 2.200 0 1 1 0 4.400 2.200 2.200 0 0 1 0-4.400zM9 14.300a2.200 2.200 0 1 1 0 4.400 2.200 2.200 0 0 1 0-4.400z',
  papers: 'M5 3.500h9l5 5v12H5zM14 3.500v5h5M8.500 12.500h7M8.500 16h4.500',
  notices: 'M4 9.500v5h3.500l8.500 4.500v-14l-8.500 4.500zM7.500 14.500l1.500 5h2.500l-1.500-4M19 9.500a3.500 3.500 0 0 1 0 5',
  documents: 'M6 3.500h8l4 4v5M14 3.500v4h4M6 3.500v17h5M8.500 11h6M8.500 14.500h3M13 20.500l.5-2.500 5-5 2 2-5 5z',
  dossiers: 'M4 4.500h9v12H4zM8 16.500v4h12v-12h-7M7 8h3M7 11h3M13.500 15.500l1.500 1.500 2.500-3',
  desk: 'M3.500 11.500h17M5.500 11.500v8M18.500 11.500v8M8 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM16 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM12 15.500v4',
  plan: 'M4 4.500h16v15H4zM4 9.500h16M9.500 4.500v15M15 13l1.500 1.500 2.500-3',
  leaving: 'M13 4.500h6v15h-6M4 12h10M10.500 8.500L14 12l-3.500 3.500',
  handovers: 'M4 8.500h13M13.500 5L17 8.500 13.500 12M20 15.500H7M10.500 12L7 15.500l3.500 3.500',
  menu: 'M4 6.500h16M4 12h16M4 17.500h16',
  close: 'M6 6l12 12M18 6L6 18',
  globe: 'M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17zM3.500 12h17M12 3.500c5 5.500 5 11.500 0 17M12 3.500c-5 5.500-5 11.500 0 17',
  empty: 'M4 13.500l3-8h10l3 8v6H4zM4 13.500h5l1.500 2.500h3l1.500-2.500h5',
}

export type IconName = keyof typeof paths

export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" strokeLinecap="round" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
