namespace Preau.Mail.Brand;

/// <summary>Faces that every computer and telephone has, or has a near relation of: a mail can bring none along.</summary>
public enum MailFont
{
    Georgia,
    Times,
    Arial,
    Verdana,
    Tahoma,
    Trebuchet,
}

public static class MailFonts
{
    private const string Plain = "Arial,Helvetica,sans-serif";

    /// <summary>As CSS names it, with what stands in for it.</summary>
    public static string Stack(this MailFont font) => font switch
    {
        MailFont.Georgia => "Georgia,'Times New Roman',serif",
        MailFont.Times => "'Times New Roman',Times,serif",
        MailFont.Arial => Plain,
        MailFont.Verdana => "Verdana,Geneva,sans-serif",
        MailFont.Tahoma => "Tahoma,Geneva,sans-serif",
        MailFont.Trebuchet => "'Trebuchet MS',Tahoma,sans-serif",
    };

    /// <summary>For buttons and small print, which are read better without serifs.</summary>
    public static string Small(this MailFont font) => font is MailFont.Georgia or MailFont.Times ? Plain : font.Stack();

    public static string Label(this MailFont font) => font == MailFont.Trebuchet ? "Trebuchet MS" : font == MailFont.Times ? "Times New Roman" : font.ToString();
}
