namespace Preau.Texting.Sandbox;

/// <summary>Something that the campaign is to be told: a report, or a text that came in.</summary>
/// <param name="Address">By a GET, with everything in the query; or by a form, where there is one.</param>
/// <param name="Form">As Twilio calls.</param>
/// <param name="Token">What it is signed by.</param>
internal sealed record PhoneCall(Uri Address, DateTimeOffset DueAt, IReadOnlyCollection<KeyValuePair<string, string>>? Form = null, string Token = "", int Tries = 0)
{
    public HttpRequestMessage Request()
    {
        if (Form is null) return new HttpRequestMessage(HttpMethod.Get, Address);
        var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new FormUrlEncodedContent(Form) };
        request.Headers.Add(TwilioSignature.Header, TwilioSignature.Of(Address.AbsoluteUri, Form, Token));
        return request;
    }
}

/// <param name="Campaign">Its user name here.</param>
/// <param name="Reports">Where reports go, with a place for the status where they are a GET.</param>
/// <param name="Incoming">Where texts that are written back go; empty for one that was told so before.</param>
public sealed record PhoneOrder(string Campaign, string To, string Text, string Reports, string Incoming)
{
    /// <summary>The number of the campaign.</summary>
    public string From { get; init; } = "";

    /// <summary>By which it is told in Twilio's way; null for Kannel's.</summary>
    public string? Token { get; init; }

    /// <summary>It leaves by a messaging service, which says of a STOP that it has answered it.</summary>
    public bool HasService { get; init; }
}

/// <summary>Where a campaign hears of texts to it.</summary>
internal sealed record PhoneCampaign(string Name, Uri Incoming)
{
    /// <summary>Its number.</summary>
    public string Number { get; init; } = "";

    /// <summary>As Twilio calls; null as Kannel does.</summary>
    public string? Token { get; init; }
    public bool HasService { get; init; }
}
