namespace Preau.Attachments;

/// <summary>The bytes of what is attached to people.</summary>
public sealed class AttachmentFolder(Store store, CurrentNation nation) : ByteFolder(store, nation, "attachments");
