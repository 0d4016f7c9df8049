import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

interface Spec {
  type: "bar" | "hbar" | "line" | "stack" | "pie";
  categories: string[];
  series: { name: string; values: (number | null)[] }[];
  unit?: string;
  counts?: boolean;
  hrefs?: string[];
}

/** <cdos-chart spec="id of a JSON script" label>: the table behind it says the same to those who do not see it. */
class CdosChart extends HTMLElement {
  private chart: ReturnType<typeof init> | null = null;
  private watcher = new ResizeObserver(() => this.chart?.resize());

  connectedCallback(): void {
    const source = document.getElementById(this.getAttribute("spec") ?? "");
    if (!source?.textContent || this.chart) return;
    const spec = JSON.parse(source.textContent) as Spec;
    this.setAttribute("role", "img");
    this.setAttribute("aria-label", this.getAttribute("label") ?? "");
    if (spec.type === "hbar") this.style.blockSize = `${Math.max(160, 28 * spec.categories.length + 64)}px`;
    this.chart = init(this, null, { renderer: "canvas" });
    this.chart.setOption(option(spec, getComputedStyle(this)));
    this.chart.on("click", (event) => {
      const href = spec.hrefs?.[event.dataIndex];
      if (href) location.assign(href);
    });
    this.watcher.observe(this);
  }

  disconnectedCallback(): void {
    this.watcher.disconnect();
    this.chart?.dispose();
    this.chart = null;
  }
}

function option(spec: Spec, css: CSSStyleDeclaration): Parameters<ReturnType<typeof init>["setOption"]>[0] {
  const token = (name: string): string => css.getPropertyValue(name).trim();
  const text = { color: token("--ink-2"), fontFamily: css.fontFamily, fontSize: 12 };
  const common = {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 180,
    color: [1, 2, 3, 4, 5, 6, 7].map((n) => token(`--chart-${n}`)),
    textStyle: text,
    tooltip: {
      trigger: spec.type === "pie" ? ("item" as const) : ("axis" as const), confine: true, renderMode: "richText" as const,
      backgroundColor: token("--surface"), borderColor: token("--line"), textStyle: { ...text, color: token("--ink") },
      valueFormatter: (value: unknown) => `${value ?? "—"}${spec.unit ? ` ${spec.unit}` : ""}`,
    },
    legend: { show: spec.series.length > 1 || spec.type === "pie", type: "scroll" as const, bottom: 0, textStyle: text, itemHeight: 10, itemWidth: 14 },
  };
  return spec.type === "pie" ? { ...common, series: [pie(spec, token)] } : { ...common, ...axes(spec, token, text), series: bars(spec) };
}

function pie(spec: Spec, token: (name: string) => string): object {
  const data = spec.categories.map((name, at) => ({ name, value: spec.series[0]?.values[at] ?? 0 }));
  return { type: "pie", radius: ["45%", "72%"], center: ["50%", "44%"], data, itemStyle: { borderColor: token("--surface"), borderWidth: 2 }, label: { color: token("--ink"), formatter: "{b} {d}%" } };
}

function axes(spec: Spec, token: (name: string) => string, text: object): object {
  const horizontal = spec.type === "hbar";
  const names = {
    type: "category" as const, data: spec.categories, inverse: horizontal, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line-2") } },
    axisLabel: { ...text, hideOverlap: !horizontal, interval: horizontal ? 0 : undefined, width: horizontal ? 110 : undefined, overflow: "truncate" as const },
  };
  const values = { type: "value" as const, minInterval: spec.counts ? 1 : 0, name: spec.unit ?? "", nameTextStyle: text, axisLabel: text, splitLine: { lineStyle: { color: token("--line") } } };
  const grid = { left: 8, right: 16, top: spec.unit ? 34 : 14, bottom: spec.series.length > 1 ? 34 : 8, containLabel: true };
  return horizontal ? { grid, xAxis: values, yAxis: names } : { grid, xAxis: names, yAxis: values };
}

function bars(spec: Spec): object[] {
  const line = spec.type === "line";
  return spec.series.map((one) => ({
    name: one.name, type: line ? "line" : "bar", data: one.values, stack: spec.type === "stack" ? "all" : undefined,
    barMaxWidth: 28, symbolSize: 6, lineStyle: { width: 2.5 }, connectNulls: false,
    itemStyle: { borderRadius: line || spec.type === "stack" ? 0 : spec.type === "hbar" ? [0, 4, 4, 0] : [4, 4, 0, 0] },
    cursor: spec.hrefs?.length ? "pointer" : "default",
  }));
}

customElements.define("cdos-chart", CdosChart);
