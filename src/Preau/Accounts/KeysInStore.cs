using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Preau.Accounts;

/// <summary>Data Protection keys live in the store, so that several processes share them and a backup holds them.</summary>
public sealed class KeysInStore(Store store) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = store.Connection();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select xml from protection_key order by name";
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read()) elements.Add(XElement.Parse(reader.GetString(0)));
        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = store.Connection();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "insert into protection_key (name, xml) values (@name, @xml) on conflict (name) do update set xml = excluded.xml";
        command.Bind("name", friendlyName);
        command.Bind("xml", element.ToString(SaveOptions.DisableFormatting));
        command.ExecuteNonQuery();
    }
}
