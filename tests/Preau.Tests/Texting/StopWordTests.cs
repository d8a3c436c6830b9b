using Preau.Texting;

namespace Preau.Tests.Texting;

public sealed class StopWordTests
{
    [Theory]
    [InlineData("STOP")]
    [InlineData("stop")]
    [InlineData(" Stop. ")]
    [InlineData("«STOP!!!»")]
    [InlineData("S.T.O.P")]
    [InlineData("stop sms")]
    [InlineData("STOP SMS merci")]
    [InlineData("Please stop")]
    [InlineData("Arrêtez svp")]
    [InlineData("arrêtez les SMS")]
    [InlineData("STOP\nJean Dupont, 12 rue des Lilas")]
    [InlineData("Stop merci")]
    [InlineData("STOP 36111")]
    [InlineData("STOP STOP STOP")]
    [InlineData("ＳＴＯＰ")]
    [InlineData("ARRET")]
    [InlineData("Arrêt")]
    [InlineData("ARRÊT svp")]
    [InlineData("arre\u0302t")]
    [InlineData("StopAll")]
    [InlineData("stop all")]
    [InlineData("UNSUBSCRIBE")]
    [InlineData("End")]
    [InlineData("quit")]
    [InlineData("Cancel")]
    [InlineData("revoke")]
    [InlineData("opt-out")]
    [InlineData("opt out")]
    [InlineData("Désinscription")]
    public void Is_heard(string text) => Assert.True(StopWord.Is(text));

    [Theory]
    [InlineData("Stop.", true)]
    [InlineData("stop sms", true)]
    [InlineData("STOP STOP", true)]
    [InlineData("opt-out", true)]
    [InlineData("Stop merci", false)]
    [InlineData("STOP 36111", false)]
    [InlineData("Stop by at five tomorrow", false)]
    [InlineData("", false)]
    public void Stands_alone_where_nothing_beside_it_has_to_be_read(string text, bool isAlone) => Assert.Equal(isAlone, StopWord.IsAlone(text));

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("Non")]
    [InlineData("Stop by at five tomorrow")]
    [InlineData("On se retrouve à l'arrêt de bus")]
    [InlineData("cancel my seat please")]
    [InlineData("the end")]
    [InlineData("stopper la pub")]
    public void Is_not_heard_where_it_is_a_sentence(string text) => Assert.False(StopWord.Is(text));
}
