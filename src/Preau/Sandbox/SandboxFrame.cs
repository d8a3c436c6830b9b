using System.Net;

namespace Preau.Sandbox;

/// <summary>What every page of the sandbox process stands in. Plain HTML: this process has no theme, no scripts and no translations file.</summary>
public static class SandboxFrame
{
    /// <param name="language">«fr» or «en».</param>
    /// <param name="banner">Says on every page that nothing here is real.</param>
    /// <param name="title">Of the page, as text.</param>
    /// <param name="body">HTML below the title.</param>
    /// <param name="isWide">For lists.</param>
    public static string Of(string language, string banner, string title, string body, bool isWide = false) => $$"""
        <!doctype html><html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{{Text(title)}}</title>
        <style>
        :root{color-scheme:light dark;--ground:#FAF8F3;--text:#1F2D3A;--surface:#fff;--line:#DDD8CC;--edge:#8A8F94;--accent:#A63D24;--on:#fff;--quiet:#5B6875}
        @media(prefers-color-scheme:dark){:root{--ground:#14202B;--text:#FAF8F3;--surface:#1F2D3A;--line:#33424F;--edge:#73828F;--accent:#F08A6E;--on:#14202B;--quiet:#A8B3BD} }
        body{margin:0;background:var(--ground);color:var(--text);font:17px/1.5 system-ui,sans-serif}main{max-width:44rem;margin:2rem auto;padding:0 1rem}main.wide{max-width:68rem}
        h1{overflow-wrap:anywhere}.banner{background:var(--text);color:var(--ground);padding:.4rem 1rem;font-size:.9rem;text-align:center;margin:0}
        form{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:1rem;margin:1rem 0}label{display:block;font-weight:600}td form{all:unset}
        input,select{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;border:1px solid var(--edge);border-radius:6px;background:var(--ground);color:inherit;margin:.3rem 0 1rem}
        button{font:inherit;font-weight:600;padding:.7rem 1.2rem;border:0;border-radius:6px;background:var(--accent);color:var(--on);cursor:pointer}
        button.quiet{background:none;color:inherit;border:1px solid var(--edge)}td button{padding:.2rem .6rem;font-size:.85rem}
        form.bar{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end}form.bar>*{margin:0}form.bar label{flex:1 1 14rem}form.bar input,form.bar select{margin:.3rem 0 0}form.bar label.tick{flex:0 1 auto;display:flex;gap:.5rem;align-items:center}form.bar .tick input{width:auto;margin:0}
        form.plain{background:none;border:0;padding:0;display:inline-block;margin:0 .5rem .5rem 0}.quiet-text{color:var(--quiet)}.double{color:var(--accent);font-weight:700}
        iframe{width:100%;height:44rem;border:1px solid var(--line);border-radius:6px;background:#fff}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:1rem;font-size:.85rem}
        dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25rem 1rem}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
        .sum{display:flex;justify-content:space-between;gap:1rem;font-size:1.2rem}.alert{border-left:4px solid var(--accent);padding:.5rem 1rem;background:var(--surface)}
        .phone{max-width:24rem;border:1px solid var(--edge);border-radius:1.5rem;padding:1.25rem;display:grid;gap:.6rem;background:var(--surface)}.phone form:not(.plain){padding:0;border:0;margin:.5rem 0 0}
        .bubble{margin:0;padding:.6rem .8rem;border-radius:1rem 1rem 1rem .2rem;background:var(--ground);border:1px solid var(--line);justify-self:start;max-width:85%;overflow-wrap:anywhere}.bubble.mine{justify-self:end;border-radius:1rem 1rem .2rem 1rem;border-color:var(--accent)}.bubble small{color:var(--quiet)}
        table{border-collapse:collapse;width:100%;font-size:.9rem;display:block;overflow-x:auto}td,th{text-align:left;padding:.35rem .5rem;border-bottom:1px solid var(--line)}a{color:inherit}
        </style></head><body><p class="banner">{{Text(banner)}}</p><main{{(isWide ? " class=\"wide\"" : "")}}><h1>{{Text(title)}}</h1>{{body}}</main></body></html>
        """;

    /// <summary>Words as HTML, in text and in attributes.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
