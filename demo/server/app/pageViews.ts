/** What the pages send beside the events of the server. waypost’s README shows a real pair. */
export const pageViews: Readonly<
  Record<
    string,
    { title: string; intro: string; events: readonly (readonly [name: string, about: string])[] }
  >
> = {
  en: {
    title: 'Pages: what your browser sends',
    intro: 'Under the same switch. The ids are chance, and not those of this install.',
    events: [
      ['$pageview', 'A page is shown: its path, route and title, the page before, and how it was reached.'],
      ['$pageleave', 'It is left: how long it was seen, how far it was scrolled, and the page after.'],
    ],
  },
  es: {
    title: 'Páginas: qué envía su navegador',
    intro: 'Con el mismo interruptor. Los identificadores son aleatorios y no son los de esta instalación.',
    events: [
      ['$pageview', 'Se muestra una página: su ruta y su título, la página anterior y cómo se llegó a ella.'],
      ['$pageleave', 'Se abandona: cuánto tiempo se vio, hasta dónde se desplazó y la página siguiente.'],
    ],
  },
  zh: {
    title: '页面：浏览器发送的内容',
    intro: '由同一个开关控制。标识符是随机的，与此安装的标识无关。',
    events: [
      ['$pageview', '显示了页面：路径、路由、标题、上一页及到达方式。'],
      ['$pageleave', '离开了页面：浏览时长、滚动深度及下一页。'],
    ],
  },
}
