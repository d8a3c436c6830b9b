using System.Net;
using Preau.Shared;

namespace Preau.Donations.Give;

/// <summary>The page around the form where the site has no donation page of its own.</summary>
public sealed class GiveFrame(CurrentNation nation, Words words)
{
    public IResult Page(HttpContext http, string language, string body, int status)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
        http.Response.Headers["X-Content-Type-Options"] = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        var said = words.In(language);
        var name = WebUtility.HtmlEncode(nation.Facts.Name);
        var other = language == "fr" ? """<a href="/give?lang=en" lang="en">English</a>""" : """<a href="/give?lang=fr" lang="fr">Français</a>""";
        return Results.Content(
            $"""
            <!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>{WebUtility.HtmlEncode(said["Give"])} – {name}</title><style>{Styles}</style></head>
            <body><header><a href="/">{name}</a> {other}</header><main>{(body.Contains("<h1", StringComparison.Ordinal) ? "" : $"<h1>{WebUtility.HtmlEncode(said["Give"])}</h1>")}{body}</main></body></html>
            """,
            "text/html; charset=utf-8", statusCode: status);
    }

    private const string Styles = """
        :root{color-scheme:light dark;--ground:#FAF8F3;--text:#1F2D3A;--surface:#fff;--line:#DDD8CC;--edge:#73787D;--accent:#A63D24;--on:#fff;--quiet:#5B6875}
        @media(prefers-color-scheme:dark){:root{--ground:#14202B;--text:#FAF8F3;--surface:#1F2D3A;--line:#33424F;--edge:#8a97a5;--accent:#F08A6E;--on:#14202B;--quiet:#A8B3BD} }
        *{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);font:17px/1.5 "Public Sans Variable",system-ui,sans-serif}
        header{display:flex;justify-content:space-between;padding:1rem;max-width:42rem;margin:auto}header a{color:inherit;font-weight:600}main{max-width:42rem;margin:0 auto 4rem;padding:0 1rem}h1{font-size:2.4rem;line-height:1.1}
        fieldset{border:0;border-top:1px solid var(--line);margin:1.5rem 0 0;padding:1rem 0 0;min-width:0}legend{font-size:1.25rem;font-weight:700;padding:0}.hint{color:var(--quiet);font-size:.9rem;font-weight:400}
        .amounts{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.6rem;margin-top:.75rem}.amount{position:relative;display:flex;gap:.6rem;align-items:center;justify-content:center;border:1px solid var(--edge);border-radius:6px;padding:.9rem;background:var(--surface);font-weight:700;font-size:1.2rem;cursor:pointer}
        .amount:has(:checked){border-color:var(--accent);outline:2px solid var(--accent)}.amount.own{grid-column:1/-1;justify-content:space-between;font-size:1rem}.with-sign{display:flex;gap:.5rem;align-items:center}input.own-amount{width:8rem!important;text-align:right}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr));gap:0 1rem}.field{margin:.75rem 0}.field label{display:block;font-weight:600}
        input:not([type=radio],[type=checkbox]),select{font:inherit;color:inherit;width:100%;padding:.6rem;border:1px solid var(--edge);border-radius:6px;background:var(--surface);min-height:2.9rem}input[type=radio],input[type=checkbox]{width:1.25rem;height:1.25rem;accent-color:var(--accent);flex:none}
        [aria-invalid=true]{border:2px solid var(--accent)!important}.error{color:var(--accent);font-weight:600;margin:.25rem 0 0}.error:empty{display:none}.tick{display:grid;grid-template-columns:1.6rem 1fr;gap:.4rem;margin:.75rem 0;align-items:start}.tick .error{grid-column:2}
        .button{display:inline-block;font:inherit;font-weight:700;font-size:1.15rem;border:0;border-radius:6px;padding:.9rem 1.6rem;background:var(--accent);color:var(--on);cursor:pointer;text-decoration:none}.give-button{width:100%;margin-top:1.5rem}
        .form-problems{border-left:4px solid var(--accent);background:var(--surface);padding:.5rem 1rem}.form-problems h2{margin:.25rem 0;font-size:1.1rem}.form-problems a{color:inherit}.trap{position:absolute;left:-999rem}
        .give-law{margin-top:2.5rem;border-top:1px solid var(--line);font-size:.9rem;color:var(--quiet)}.give-law h2{font-size:1.1rem}blockquote{margin:.75rem 0;padding-left:1rem;border-left:3px solid var(--line)}a:focus-visible,input:focus-visible,select:focus-visible,button:focus-visible{outline:3px solid #1E5FA8;outline-offset:2px}
        """;
}
