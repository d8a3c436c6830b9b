using Preau.Attachments;

namespace Preau.Mail.Linked;

/// <summary>The bytes of what mails link to.</summary>
public sealed class LinkedFolder(Store store, CurrentNation nation) : ByteFolder(store, nation, "linked");
